import type { JSX } from 'preact';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { LogRecord } from '../../src/api/telemetry.ts';
import type { HeldList } from '../live/use-held-list.ts';
import { useListKeys } from '../live/use-list-keys.ts';
import { useNarrow } from '../parts/use-narrow.ts';
import { VirtualList, type VirtualListControl } from '../parts/virtual-list.tsx';
import { query, setQuery } from '../router/location.ts';
import { useKeys } from '../shell/keys.ts';
import { FreshButton } from '../telemetry/live-buttons.tsx';
import { groupByRequest, type LogRow, plainRows } from './group-logs.ts';
import { LogDetail } from './log-detail.tsx';
import { LogLine } from './log-line.tsx';

const keyOf = ({ log }: LogRow): string => String(log.sequence);

export function LogList(props: { readonly list: HeldList<LogRecord>; readonly onEnd: () => void }): JSX.Element {
  const { list, onEnd } = props;
  const narrow = useNarrow();
  const control = useRef<VirtualListControl>(null);
  const grouped = query.value.get('group') === 'request';
  const rows = useMemo(() => (grouped ? groupByRequest(list.rows) : plainRows(list.rows)), [list.rows, grouped]);
  const active = query.value.get('record') ?? undefined;
  const at = active === undefined ? -1 : rows.findIndex((row) => keyOf(row) === active);
  const chosen = rows[at]?.log;
  const choose = (record: string | undefined): void => setQuery({ record });
  useEffect(() => {
    if (at >= 0) control.current?.reveal(at);
  }, [active]);
  useListKeys({
    group: 'Logs',
    rows,
    keyOf,
    active,
    setActive: choose,
    control,
    open: ({ log }) => choose(String(log.sequence)),
    failed: ({ log }) => log.severity === 'error' || log.severity === 'fatal',
  });
  useKeys('Logs', chosen === undefined ? [] : [{ keys: 'Escape', title: 'Close', run: () => choose(undefined) }]);
  return (
    <div class={chosen === undefined ? 'log-frame' : 'log-frame with-detail'}>
      <div class="list-frame">
        <FreshButton list={list} control={control} what="record" />
        <VirtualList
          label="Log records"
          class="log-list"
          rows={rows}
          rowHeight={narrow ? 46 : 26}
          rowKey={keyOf}
          control={control}
          {...(active !== undefined && { activeId: `log-${active}` })}
          onScroll={(top, below) => {
            list.setAway(top > 40);
            if (below < 400) onEnd();
          }}
          renderRow={(row) => (
            <LogLine row={row} active={keyOf(row) === active} grouped={grouped} onChoose={() => choose(keyOf(row))} />
          )}
        />
      </div>
      {chosen !== undefined && <LogDetail log={chosen} onClose={() => choose(undefined)} />}
    </div>
  );
}
