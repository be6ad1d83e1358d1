import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import type { LogRecord } from '../../src/api/telemetry.ts';
import { formatDuration, formatTime, plural } from '../format/format.ts';
import { countRate } from './group-logs.ts';

const buckets = 90;

/** How the records that are shown spread over their time; failed ones in red, from the foot. */
export function LogRate({ logs }: { readonly logs: readonly LogRecord[] }): JSX.Element {
  const rate = useMemo(() => countRate(logs, buckets), [logs]);
  const most = Math.max(1, ...rate.map(({ count }) => count));
  const newest = logs.reduce((latest, { at }) => Math.max(latest, at), 0);
  const oldest = logs.reduce((earliest, { at }) => Math.min(earliest, at), newest);
  const errors = rate.reduce((sum, bucket) => sum + bucket.errors, 0);
  const text = `${plural(logs.length, 'record')} in ${formatDuration(newest - oldest)}, ${plural(errors, 'error')}`;
  return (
    <div class="log-rate">
      <svg viewBox={`0 0 ${buckets} 24`} preserveAspectRatio="none" role="img" aria-label={text}>
        {rate.map(({ count, errors: failed }, place) => (
          <g key={`bucket-${place - buckets}`}>
            {count > 0 && (
              <rect x={place + 0.1} width={0.8} y={24 - (count / most) * 24} height={(count / most) * 24} />
            )}
            {failed > 0 && (
              <rect
                class="failed"
                x={place + 0.1}
                width={0.8}
                y={24 - (failed / most) * 24}
                height={(failed / most) * 24}
              />
            )}
          </g>
        ))}
      </svg>
      <p class="note number">
        <span>{formatTime(oldest)}</span>
        <span>{text}</span>
        <span>{formatTime(newest)}</span>
      </p>
    </div>
  );
}
