import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { formatCount, formatDuration, plural } from '../format/format.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { JsonView } from '../parts/json-view.tsx';
import type { StreamItem } from './event-stream.ts';
import { type CallRun, isRunning } from './run-call.ts';

const SHOWN = 300;

/** Items of a stream as they come, newest first. */
export function StreamViewer(props: {
  readonly run: CallRun;
  readonly onStop: () => void;
  /** Connects again, from where it ended. */
  readonly onReconnect: () => void;
}): JSX.Element {
  const { run, onStop, onReconnect } = props;
  const [paused, setPaused] = useState<readonly StreamItem[]>();
  const [words, setWords] = useState('');
  const items = paused ?? run.items ?? [];
  const shown = useMemo(() => filterItems(items, words), [items, words]);
  const running = isRunning(run);
  const behind = (run.items?.length ?? 0) - items.length;
  return (
    <div class="stream">
      <div class="result-tools">
        <input
          class="input"
          type="search"
          aria-label="Filter the items"
          placeholder="Filter"
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
        <Button
          icon={paused === undefined ? 'pause' : 'play'}
          pressed={paused !== undefined}
          onClick={() => setPaused(paused === undefined ? (run.items ?? []) : undefined)}
        >
          {paused === undefined ? 'Pause' : behind > 0 ? `${formatCount(behind)} new` : 'Paused'}
        </Button>
        {running ? (
          <Button icon="stop" onClick={onStop}>
            Disconnect
          </Button>
        ) : (
          <Button icon="restart" onClick={onReconnect}>
            {run.lastEventId === undefined ? 'Connect again' : `Go on after ${run.lastEventId}`}
          </Button>
        )}
        <span class="note number">
          {`${plural(run.items?.length ?? 0, 'item')}, ${rateOf(run)}/s`}
          {run.retry !== undefined && `, retry after ${formatDuration(run.retry)}`}
        </span>
      </div>
      {items.length === 0 && <p class="note">{running ? 'Connected; no item came yet.' : 'No item came.'}</p>}
      <ol class="stream-items" reversed>
        {shown.map((item) => (
          <Item key={item.number} item={item} />
        ))}
      </ol>
    </div>
  );
}

function filterItems(items: readonly StreamItem[], words: string): readonly StreamItem[] {
  const wanted = words.toLowerCase();
  const found =
    wanted === ''
      ? items
      : items.filter(({ event = '', id = '', data }) => `${event} ${id} ${data}`.toLowerCase().includes(wanted));
  return found.slice(-SHOWN).toReversed();
}

/** Over the last ten seconds of the stream. */
function rateOf({ items = [] }: CallRun): string {
  const last = items.at(-1)?.at ?? 0;
  const recent = items.filter(({ at }) => at > last - 10_000).length;
  const seconds = Math.min(10, Math.max(1, last / 1000));
  return formatCount(Math.round((recent / seconds) * 10) / 10);
}

function Item({ item }: { readonly item: StreamItem }): JSX.Element {
  const value = useMemo(() => readValue(item.data), [item.data]);
  return (
    <li class="stream-item">
      <p class="stream-head">
        <span class="number note">{`#${item.number}`}</span>
        <span class="number note">{`+${formatDuration(item.at)}`}</span>
        {item.event !== undefined && <Badge tone="info">{item.event}</Badge>}
        {item.id !== undefined && <span class="mono note">{`id ${item.id}`}</span>}
      </p>
      {value === undefined ? (
        <pre class="stream-text">{item.data}</pre>
      ) : (
        <JsonView value={value} depth={1} label={`Item ${item.number}`} />
      )}
    </li>
  );
}

function readValue(data: string): unknown {
  if (!/^\s*[[{]/.test(data)) return undefined;
  try {
    return JSON.parse(data);
  } catch {
    // An item that is no JSON is shown as the text that it is.
    return undefined;
  }
}
