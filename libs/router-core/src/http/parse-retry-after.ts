/**
 * Milliseconds from `now` on that `Retry-After` asks for (RFC 9110 §10.2.3): seconds, or one of the three forms of a date.
 * Undefined for anything else.
 */
export function parseRetryAfter(text: string, now: number): number | undefined {
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1_000;
  if (!/^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text)) return undefined;
  // The form of asctime() does not say that it is GMT.
  const date = Date.parse(text.endsWith(' GMT') ? text : `${text} GMT`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
