import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

const firstShown = 100;

/** A JSON value as a tree that folds. Everything is text. */
export function JsonView(props: {
  readonly value: unknown;
  /** Levels that are open at first; default 2. */
  readonly depth?: number;
  readonly label?: string;
}): JSX.Element {
  return (
    <div class="json" role="group" aria-label={props.label ?? 'JSON'}>
      <JsonNode value={props.value} depth={props.depth ?? 2} last />
    </div>
  );
}

interface NodeProps {
  readonly name?: string;
  readonly value: unknown;
  readonly depth: number;
  readonly last: boolean;
}

function JsonNode({ name, value, depth, last }: NodeProps): JSX.Element {
  const children = childrenOf(value);
  const comma = last ? '' : ',';
  if (children === undefined || children.length === 0)
    return (
      <div class="json-line">
        <Name name={name} />
        <Scalar value={value} />
        {comma}
      </div>
    );
  return <JsonBranch name={name} value={value} entries={children} depth={depth} comma={comma} />;
}

function JsonBranch(props: {
  readonly name: string | undefined;
  readonly value: unknown;
  readonly entries: readonly (readonly [string | undefined, unknown])[];
  readonly depth: number;
  readonly comma: string;
}): JSX.Element {
  const { name, value, entries, depth, comma } = props;
  const [open, setOpen] = useState(depth > 0);
  const [shown, setShown] = useState(firstShown);
  const [before, after] = Array.isArray(value) ? ['[', ']'] : ['{', '}'];
  return (
    <div class="json-branch">
      <button type="button" class="json-line json-fold" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Name name={name} />
        <span class="json-mark">{before}</span>
        {!open && (
          <span class="json-rest">
            {` ${entries.length} `}
            <span class="json-mark">{`${after}${comma}`}</span>
          </span>
        )}
      </button>
      {open && (
        <>
          <div class="json-children">
            {entries.slice(0, shown).map(([key, child], index) => (
              <JsonNode
                key={key ?? index}
                {...(key !== undefined && { name: key })}
                value={child}
                depth={depth - 1}
                last={index === entries.length - 1}
              />
            ))}
            {entries.length > shown && (
              <button type="button" class="json-more" onClick={() => setShown(shown + 10 * firstShown)}>
                {`${entries.length - shown} more`}
              </button>
            )}
          </div>
          <div class="json-line">
            <span class="json-mark">{after}</span>
            {comma}
          </div>
        </>
      )}
    </div>
  );
}

function Name({ name }: { readonly name: string | undefined }): JSX.Element | null {
  return name === undefined ? null : <span class="json-name">{`${JSON.stringify(name)}: `}</span>;
}

function Scalar({ value }: { readonly value: unknown }): JSX.Element {
  const kind = value === null ? 'null' : Array.isArray(value) || typeof value === 'object' ? 'mark' : typeof value;
  return <span class={`json-${kind}`}>{JSON.stringify(value) ?? String(value)}</span>;
}

function childrenOf(value: unknown): readonly (readonly [string | undefined, unknown])[] | undefined {
  if (Array.isArray(value)) return value.map((child) => [undefined, child] as const);
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.entries(value);
}
