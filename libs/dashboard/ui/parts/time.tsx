import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { formatAge, formatDateTime, formatTime } from '../format/format.ts';

/** The time now, by the second; read it to be rendered again. */
export const now = signal(Date.now());
setInterval(() => {
  if (document.visibilityState === 'visible') now.value = Date.now();
}, 1000);

/** Clock time with the date as tooltip; `relative`: `12 s ago`, kept true. */
export function Time({ at, relative }: { readonly at: number; readonly relative?: boolean }): JSX.Element {
  return (
    <time class="number" dateTime={new Date(at).toISOString()} title={formatDateTime(at)}>
      {relative === true ? formatAge(at, now.value) : formatTime(at)}
    </time>
  );
}
