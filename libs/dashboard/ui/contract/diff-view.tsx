import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { countChanges, type DiffLine, type DiffRow, pairLines, parseDiff } from './parse-diff.ts';

const FIRST_SHOWN = 400;

/** A unified diff: side by side where there is room, one below the other where there is not. */
export function DiffView({ diff, label }: { readonly diff: string; readonly label: string }): JSX.Element {
  const lines = useMemo(() => parseDiff(diff), [diff]);
  const rows = useMemo(() => pairLines(lines), [lines]);
  const [all, setAll] = useState(false);
  const { added, removed } = countChanges(lines);
  const shown = all ? rows.length : FIRST_SHOWN;
  return (
    <div class="diff">
      <p class="diff-count note">
        <span class="diff-added">{`+${added}`}</span> <span class="diff-removed">{`−${removed}`}</span> lines
      </p>
      <section class="diff-frame" tabIndex={0} aria-label={label}>
        <table class="diff-wide">
          <tbody>
            {rows.slice(0, shown).map((row, index) => (
              <WideRow key={index} row={row} />
            ))}
          </tbody>
        </table>
        <table class="diff-narrow">
          <tbody>
            {lines.slice(0, shown).map((line, index) => (
              <NarrowRow key={index} line={line} />
            ))}
          </tbody>
        </table>
      </section>
      {rows.length > shown && <Button onClick={() => setAll(true)}>{`Show ${rows.length - shown} more rows`}</Button>}
    </div>
  );
}

function WideRow({ row }: { readonly row: DiffRow }): JSX.Element {
  const { before, after } = row;
  if (before?.kind === 'gap') {
    return (
      <tr class="gap">
        <td colSpan={4}>{before.text === '' ? '⋯' : `⋯ ${before.text}`}</td>
      </tr>
    );
  }
  return (
    <tr>
      <Side line={before} number={before?.before} />
      <Side line={after} number={after?.after} />
    </tr>
  );
}

function Side({
  line,
  number,
}: {
  readonly line: DiffLine | undefined;
  readonly number: number | undefined;
}): JSX.Element {
  const kind = line?.kind ?? 'none';
  return (
    <>
      <td class={`line-number ${kind}`}>{number}</td>
      <td class={`line-text ${kind}`}>
        <Mark kind={kind} />
        {line?.text}
      </td>
    </>
  );
}

function NarrowRow({ line }: { readonly line: DiffLine }): JSX.Element {
  if (line.kind === 'gap') {
    return (
      <tr class="gap">
        <td colSpan={2}>{line.text === '' ? '⋯' : `⋯ ${line.text}`}</td>
      </tr>
    );
  }
  return (
    <tr>
      <td class={`line-number ${line.kind}`}>{line.after ?? line.before}</td>
      <td class={`line-text ${line.kind}`}>
        <Mark kind={line.kind} />
        {line.text}
      </td>
    </tr>
  );
}

/** Colour is not all that says what changed. */
function Mark({ kind }: { readonly kind: DiffLine['kind'] | 'none' }): JSX.Element {
  return <span class="diff-mark">{kind === 'added' ? '+' : kind === 'removed' ? '−' : ' '}</span>;
}
