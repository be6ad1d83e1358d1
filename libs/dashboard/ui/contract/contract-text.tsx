import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { ContractFinding, ContractState, OperationInfo } from '../../src/api/services.ts';
import { plural } from '../format/format.ts';
import { classNames } from '../parts/class-names.ts';
import { CopyButton } from '../parts/code.tsx';
import { Select } from '../parts/field.tsx';
import { VirtualList, type VirtualListControl } from '../parts/virtual-list.tsx';
import { query, setQuery } from '../router/location.ts';
import { blockScalarLines } from './block-scalar-lines.ts';
import { splitYamlLine, type YamlPart } from './split-yaml-line.ts';

const ROW = 20;

/** The contract as it is served, with its findings beside their lines. `?line=` is where to look. */
export function ContractText(props: {
  readonly state: ContractState;
  readonly operations: readonly OperationInfo[];
}): JSX.Element {
  const { state, operations } = props;
  const lines = useMemo(() => state.text.split('\n'), [state.text]);
  const texts = useMemo(() => blockScalarLines(lines), [lines]);
  const [searched, setSearched] = useState('');
  const findings = useMemo(() => Map.groupBy(state.findings, ({ line }) => line), [state.findings]);
  const list = useRef<VirtualListControl>(null);
  const line = Number(query.value.get('line') ?? 0);
  useEffect(() => {
    if (line > 0) list.current?.scrollTo(Math.max(0, (line - 6) * ROW));
  }, [line]);
  function search(): void {
    const next = findLine(lines, searched, line);
    if (next > 0) setQuery({ line: String(next) });
  }
  return (
    <div class="contract-text">
      <div class="contract-tools">
        <JumpToOperation operations={operations} />
        <input
          class="input"
          type="search"
          data-search
          aria-label="Find in the contract"
          placeholder="Find, Enter for the next"
          value={searched}
          onInput={({ currentTarget }) => setSearched(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') search();
          }}
        />
        <span class="note number">{plural(lines.length, 'line')}</span>
        <CopyButton label="Copy the contract" text={() => state.text} />
      </div>
      <div class="contract-lines">
        <VirtualList
          label="Contract"
          rows={lines}
          rowKey={() => ''}
          rowHeight={ROW}
          control={list}
          renderRow={(text, index) => (
            <TextLine
              parts={texts.has(index) ? [{ kind: 'yaml-string', text }] : splitYamlLine(text)}
              number={index + 1}
              current={index + 1 === line}
              findings={findings.get(index + 1)}
            />
          )}
        />
      </div>
    </div>
  );
}

function findLine(lines: readonly string[], searched: string, line: number): number {
  const words = searched.toLowerCase();
  if (words === '') return 0;
  const matches = (text: string): boolean => text.toLowerCase().includes(words);
  const after = lines.findIndex((text, index) => index >= line && matches(text));
  return (after >= 0 ? after : lines.findIndex(matches)) + 1;
}

function JumpToOperation({ operations }: { readonly operations: readonly OperationInfo[] }): JSX.Element | null {
  const placed = operations.filter(({ line }) => line !== undefined);
  if (placed.length === 0) return null;
  return (
    <Select
      label="Jump to an operation"
      value=""
      options={[
        { value: '', title: 'Jump to an operation' },
        ...placed.map(({ id, method, path, line }) => ({
          value: String(line),
          title: `${method.toUpperCase()} ${path} (${id})`,
        })),
      ]}
      onChange={(line) => setQuery({ line })}
    />
  );
}

function TextLine(props: {
  readonly parts: readonly YamlPart[];
  readonly number: number;
  readonly current: boolean;
  readonly findings: readonly ContractFinding[] | undefined;
}): JSX.Element {
  const { parts, number, current, findings } = props;
  const [worst] = findings ?? [];
  return (
    <div class={classNames('text-line', current && 'current', worst?.severity)} role="listitem">
      <button
        type="button"
        class="line-number"
        tabIndex={-1}
        aria-label={`Link to line ${number}`}
        onClick={() => setQuery({ line: String(number) })}
      >
        {number}
      </button>
      <code>
        {parts.map(({ kind, text }, index) => (
          <span key={index} class={kind}>
            {text}
          </span>
        ))}
      </code>
      {worst !== undefined && <span class="line-finding">{`${worst.severity}: ${worst.message}`}</span>}
    </div>
  );
}
