/** What the page and `brrt dev` say in the same words. */
export { formatDuration, formatTime, plural } from './format/format.ts';
export { logFacts } from './telemetry/log-facts.ts';
