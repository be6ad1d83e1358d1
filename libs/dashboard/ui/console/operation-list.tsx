import { Fragment, type JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { OperationInfo } from '../../src/api/services.ts';
import { isSwitched, mockWords } from '../mocks/mock-states.ts';
import { Badge, HttpMethod } from '../parts/badge.tsx';
import { classNames } from '../parts/class-names.ts';
import { nextIndex } from '../parts/focus-row.ts';
import { Empty } from '../parts/message.tsx';
import { linkTo, query, setQuery } from '../router/location.ts';
import { consoleLink } from '../services/links.ts';

/** Operations of a service by tag, to search in. */
export function OperationList(props: {
  readonly service: string;
  readonly operations: readonly OperationInfo[];
  readonly selected: string | undefined;
}): JSX.Element {
  const { service, operations, selected } = props;
  const text = query.value.get('text') ?? '';
  const list = useRef<HTMLDivElement>(null);
  const groups = useMemo(
    () => groupByTag(operations.filter((operation) => matches(operation, text))),
    [operations, text],
  );
  useEffect(() => list.current?.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' }), [selected]);
  return (
    <nav class="operations" aria-label="Operations">
      <input
        class="input"
        type="search"
        data-search
        aria-label="Search in operations"
        placeholder="Search in operations"
        value={text}
        onInput={({ currentTarget }) => setQuery({ text: currentTarget.value })}
      />
      <div class="operation-groups" ref={list} onKeyDown={(event) => moveFocus(event, list.current)}>
        {groups.map(([tag, all]) => (
          <section key={tag}>
            <h2>{tag}</h2>
            <ul>
              {all.map((operation) => (
                <li key={operation.id}>
                  <OperationLink
                    href={linkTo(consoleLink(service, operation.id), { text })}
                    operation={operation}
                    selected={operation.id === selected}
                  />
                </li>
              ))}
            </ul>
          </section>
        ))}
        {groups.length === 0 && (
          <Empty title={operations.length === 0 ? 'The contract has no operations' : 'No operation of that name'} />
        )}
      </div>
    </nav>
  );
}

function OperationLink(props: {
  readonly href: string;
  readonly operation: OperationInfo;
  readonly selected: boolean;
}): JSX.Element {
  const { href, operation, selected } = props;
  const { method, path, deprecated, mock, summary } = operation;
  return (
    <a
      class={classNames('operation', deprecated && 'deprecated')}
      href={href}
      aria-current={selected ? 'page' : undefined}
      title={summary}
    >
      <HttpMethod method={method} />
      <span class="operation-path">
        {path.split(/(?=\/)/).map((segment, index) => (
          <Fragment key={`${index} ${segment}`}>
            <wbr />
            {segment}
          </Fragment>
        ))}
      </span>
      {isSwitched(mock) && (
        <Badge tone="warn" title={mockWords(mock)}>
          mock
        </Badge>
      )}
    </a>
  );
}

function matches({ id, path, method, summary = '', tags }: OperationInfo, text: string): boolean {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const all = `${id} ${method} ${path} ${summary} ${tags.join(' ')}`.toLowerCase();
  return words.every((word) => all.includes(word));
}

/** In the order of the contract; what has no tag comes last. */
function groupByTag(
  operations: readonly OperationInfo[],
): readonly (readonly [tag: string, all: readonly OperationInfo[]])[] {
  const groups = Map.groupBy(operations, ({ tags }) => tags[0] ?? '');
  return [...groups]
    .toSorted(([one], [other]) => Number(one === '') - Number(other === ''))
    .map(([tag, all]) => [tag === '' ? (groups.size === 1 ? 'operations' : 'without a tag') : tag, all] as const);
}

function moveFocus(event: KeyboardEvent, list: HTMLElement | null): void {
  if (list === null || event.metaKey || event.ctrlKey || event.altKey) return;
  const links = [...list.querySelectorAll('a')];
  const next = nextIndex(
    event.key,
    links.findIndex((link) => link.matches(':focus')),
    links.length,
  );
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  links[next]?.focus();
}
