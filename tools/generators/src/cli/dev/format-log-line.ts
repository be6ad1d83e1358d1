import { styleText } from 'node:util';
import { visibleLines } from '@brrt/service-model';

/** How lines of apps are shown: as they are written, or for people. */
export type LogFormat = 'json' | 'pretty';

/** `LOG_FORMAT` decides, else whether somebody is looking. */
export function chooseLogFormat(env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): LogFormat {
  if (env.LOG_FORMAT === 'json' || env.LOG_FORMAT === 'pretty') return env.LOG_FORMAT;
  return isTerminal ? 'pretty' : 'json';
}

type Fields = Readonly<Record<string, unknown>>;
type Style = Parameters<typeof styleText>[0];

const levels: ReadonlyMap<unknown, readonly [name: string, style: Style]> = new Map([
  [10, ['TRACE', 'gray']],
  [20, ['DEBUG', 'cyan']],
  [30, ['INFO', 'green']],
  [40, ['WARN', 'yellow']],
  [50, ['ERROR', 'red']],
  [60, ['FATAL', 'red']],
]);

// What every line of one service has, or what is shown at another place.
const hidden: ReadonlySet<string> = new Set([
  'level',
  'time',
  'pid',
  'hostname',
  'name',
  'msg',
  'err',
  'spanId',
  'requestId',
]);
const ofRequest: ReadonlySet<string> = new Set(['method', 'route', 'status', 'durationMs', 'operation']);

/**
 * A line of a service's log for people: `12:04:51.207 INFO  GET /pets 200 2.2 ms list_pets traceId=…`. What is no line of ours comes
 * back as it is.
 */
export function formatLogLine(line: string): string {
  const fields = parseFields(line);
  const level = levels.get(fields?.level);
  if (fields === undefined || level === undefined || typeof fields.time !== 'number') return line;
  const [name, style] = level;
  const isRequest = fields.msg === 'request completed' && typeof fields.status === 'number';
  const rest = Object.entries(fields).filter(([key]) => !hidden.has(key) && !(isRequest && ofRequest.has(key)));
  const parts = [
    styleText('gray', timeOf(fields.time)),
    styleText(style, name.padEnd(5)),
    isRequest ? requestText(fields) : shown(fields.msg ?? ''),
    ...rest.map(([key, value]) => styleText('gray', `${shown(key)}=${shown(value)}`)),
  ];
  return parts.join(' ') + stackOf(fields.err);
}

function parseFields(line: string): Fields | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Fields; // an object, as its first character says
  } catch {
    return undefined;
  }
}

function timeOf(milliseconds: number): string {
  const time = new Date(milliseconds);
  return [time.getHours(), time.getMinutes(), time.getSeconds()]
    .map((part) => String(part).padStart(2, '0'))
    .join(':')
    .concat('.', String(time.getMilliseconds()).padStart(3, '0'));
}

function requestText({ method, route, status, durationMs, operation }: Fields): string {
  const known = operation === undefined ? '' : ` ${styleText('gray', shown(operation))}`;
  return `${shown(method)} ${shown(route)} ${styleText(statusStyle(Number(status)), shown(status))} ${shown(durationMs)} ms${known}`;
}

function statusStyle(status: number): Style {
  if (status >= 500) return 'red';
  return status >= 400 ? 'yellow' : 'green';
}

/** The trace of an error and of what caused it, on lines of their own. */
function stackOf(error: unknown): string {
  if (typeof error !== 'object' || error === null) return '';
  const { stack, cause } = error as { readonly stack?: unknown; readonly cause?: unknown };
  if (typeof stack !== 'string' || stack === '') return stackOf(cause);
  const lines = visibleLines(stack).split('\n');
  return lines.map((line) => `\n    ${styleText('gray', line.trim())}`).join('') + stackOf(cause);
}

/** No character of it steers the terminal. */
function shown(value: unknown): string {
  return visibleLines(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll('\n', ' ');
}
