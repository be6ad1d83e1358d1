import type { ServerSentEvent } from '../ports/handler.ts';
import { writeJson } from './write-json.ts';

/** @throws TypeError for an event without data or with line breaks where the format has no room for them */
export function frameEvent(event: unknown): string {
  if (typeof event === 'string') return frameData(event);
  if (typeof event !== 'object' || event === null) throw new TypeError('An event is a string or an object with data');
  // Every member is checked before it is used.
  const { data, event: name, id, retry } = event as Partial<ServerSentEvent>;
  if (retry !== undefined && !Number.isSafeInteger(retry)) throw new TypeError('retry of an event is a whole number');
  const head = `${field('event', name)}${field('id', id)}${field('retry', retry)}`;
  const text = typeof data === 'string' ? data : writeJson(data);
  if (text === undefined && head === '') throw new TypeError('An event needs data');
  return text === undefined ? `${head}\n` : `${head}${frameData(text)}`;
}

function frameData(text: string): string {
  return `data: ${text.split(/\r\n|\r|\n/).join('\ndata: ')}\n\n`;
}

function field(name: string, value: string | number | undefined): string {
  if (value === undefined) return '';
  const text = String(value);
  if (/[\r\n\0]/.test(text)) throw new TypeError(`${name} of an event must not contain a line break`);
  return `${name}: ${text}\n`;
}
