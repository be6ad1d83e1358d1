import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CallViolation } from '../../src/api/console.ts';
import { formatBytes } from '../format/format.ts';
import { Button } from '../parts/button.tsx';
import { classNames } from '../parts/class-names.ts';
import { CopyButton } from '../parts/code.tsx';
import { JsonView } from '../parts/json-view.tsx';
import { saveFile } from '../parts/save-file.ts';
import { lineOf, parseJsonText } from './json-text.ts';
import { fromBase64 } from './read-file.ts';
import { type CallRun, contentTypeOf } from './run-call.ts';

type Mode = 'pretty' | 'tree' | 'raw';
const FIRST_LINES = 2000;

/** The body of an answer. `target`: a place in it to show. */
export function ResultBody(props: { readonly run: CallRun; readonly target: CallViolation | undefined }): JSX.Element {
  const { run, target } = props;
  const [mode, setMode] = useState<Mode>('pretty');
  const value = useMemo(() => readJson(run), [run.text, run.phase]);
  useEffect(() => {
    if (target !== undefined) setMode('pretty');
  }, [target]);
  if (run.octets.length > 0) return <Octets run={run} />;
  if (run.text === '')
    return <p class="note">{run.phase === 'receiving' ? 'Nothing came yet.' : 'The body is empty.'}</p>;
  const isJson = value !== undefined;
  const pretty = isJson ? JSON.stringify(value.json, undefined, 2) : run.text;
  const shown = isJson ? mode : 'raw';
  return (
    <div class="result-body">
      <div class="result-tools">
        {isJson &&
          (['pretty', 'tree', 'raw'] as const).map((one) => (
            <Button key={one} pressed={mode === one} onClick={() => setMode(one)}>
              {one[0]?.toUpperCase() + one.slice(1)}
            </Button>
          ))}
        <span class="spring" />
        <CopyButton label="Copy the body" text={() => (shown === 'pretty' ? pretty : run.text)} />
        <Button kind="quiet" icon="download" label="Download the body" onClick={() => save(run)} />
      </div>
      {run.cut > 0 && <p class="note">{`The page shows the first ${formatBytes(run.text.length)}.`}</p>}
      {shown === 'tree' && <JsonView value={value?.json} label="Body of the answer" />}
      {shown !== 'tree' && (
        <Lines
          text={shown === 'pretty' ? pretty : run.text}
          violations={isJson && shown === 'pretty' ? (run.end?.violations ?? []) : []}
          target={target}
        />
      )}
    </div>
  );
}

function readJson(run: CallRun): { readonly json: unknown } | undefined {
  if (run.cut > 0 || !/[/+]json\b/i.test(contentTypeOf(run))) return undefined;
  try {
    return { json: JSON.parse(run.text) };
  } catch {
    // Said by the check of the answer; the text is shown as it came.
    return undefined;
  }
}

function Lines(props: {
  readonly text: string;
  readonly violations: readonly CallViolation[];
  readonly target: CallViolation | undefined;
}): JSX.Element {
  const { text, violations, target } = props;
  const [all, setAll] = useState(false);
  const frame = useRef<HTMLElement>(null);
  const marks = useMemo(() => marksOf(text, violations), [text, violations]);
  const wanted = target === undefined ? undefined : placeOf(text, target);
  useEffect(() => {
    frame.current?.querySelector('.wanted')?.scrollIntoView({ block: 'center' });
  }, [wanted]);
  const lines = text.split('\n');
  const shown = all ? lines : lines.slice(0, Math.max(FIRST_LINES, wanted ?? 0));
  return (
    <>
      <section class="result-lines" ref={frame} tabIndex={0} aria-label="Body of the answer">
        <pre>
          {marks.size === 0 && wanted === undefined
            ? shown.join('\n')
            : shown.map((line, index) => (
                <span
                  key={index}
                  class={classNames('result-line', marks.has(index + 1) && 'marked', index + 1 === wanted && 'wanted')}
                  title={marks.get(index + 1)}
                >
                  {`${line}\n`}
                </span>
              ))}
        </pre>
      </section>
      {shown.length < lines.length && <Button onClick={() => setAll(true)}>{`Show all ${lines.length} lines`}</Button>}
    </>
  );
}

function marksOf(text: string, violations: readonly CallViolation[]): ReadonlyMap<number, string> {
  const marks = new Map<number, string>();
  for (const violation of violations) {
    const line = placeOf(text, violation);
    if (line !== undefined) marks.set(line, [marks.get(line), violation.detail].filter(Boolean).join('; '));
  }
  return marks;
}

/** Line of a place in the text, or of what is nearest around it. */
function placeOf(text: string, { in: place, pointer }: CallViolation): number | undefined {
  if (place !== 'response-body') return undefined;
  const parsed = parseJsonText(text);
  if (!('places' in parsed)) return undefined;
  for (let at = pointer; ; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = parsed.places.get(at);
    if (found !== undefined) return lineOf(text, found.start).line;
    if (!at.includes('/')) return undefined;
  }
}

function Octets({ run }: { readonly run: CallRun }): JSX.Element {
  const type = contentTypeOf(run);
  const address = useMemo(
    () =>
      run.phase === 'done' && /^image\/(png|jpeg|gif|webp|avif)\b/.test(type)
        ? `data:${type};base64,${whole(run)}`
        : undefined,
    [run, type],
  );
  return (
    <div class="result-octets">
      {address !== undefined && <img src={address} alt="Body of the answer" />}
      <Button icon="download" onClick={() => save(run)}>
        {`Download ${formatBytes(run.end?.size ?? 0)} of ${type || 'octets'}`}
      </Button>
    </div>
  );
}

/** Each chunk is base64 of its own. */
function whole({ octets }: CallRun): string {
  return btoa(octets.map(atob).join(''));
}

function save(run: CallRun): void {
  const parts = run.octets.length > 0 ? run.octets.map(fromBase64) : [run.text];
  const name = `${run.request.operationId}.${extensionOf(contentTypeOf(run))}`;
  saveFile(name, new Blob(parts, { type: 'application/octet-stream' }));
}

function extensionOf(type: string): string {
  if (/[/+]json\b/.test(type)) return 'json';
  if (/[/+]xml\b/.test(type)) return 'xml';
  const [, sub = 'bin'] = /^(?:text|image|application)\/([a-z0-9-]+)/.exec(type) ?? [];
  return sub === 'plain' ? 'txt' : sub === 'octet-stream' ? 'bin' : sub;
}
