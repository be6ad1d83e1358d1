import { PayloadTooLargeError } from '../../errors/request-errors.ts';
import { decodeUtf8 } from '../decode-json.ts';
import { splitLines } from './split-octets.ts';

/** One event as `text/event-stream` carries it: `retry` is a number, everything else text (OpenAPI 3.2 §4.14.4). */
export interface ReceivedEvent {
  readonly data: string;
  readonly event?: string;
  readonly id?: string;
  readonly retry?: number;
}

/** What a block says to the reader itself, whether it is an event or not. */
export type ReaderFields = Pick<ReceivedEvent, 'id' | 'retry'>;

/**
 * The events of a stream, each when its empty line has arrived (HTML Standard §9.2.6). Comments, unknown fields and an event
 * without its empty line are ignored; what has no data is no event, but `hears` is told its id and when to come back.
 */
export async function* readEvents(
  source: AsyncIterable<Uint8Array>,
  maxOctets: number,
  hears?: (fields: ReaderFields) => void,
): AsyncGenerator<ReceivedEvent> {
  let pending = new PendingEvent(maxOctets);
  let isFirst = true;
  for await (const line of splitLines(source, maxOctets)) {
    const text = decodeUtf8(isFirst ? withoutMark(line) : line);
    isFirst = false;
    if (text !== '') {
      pending.add(text);
      continue;
    }
    hears?.(pending.fields);
    const event = pending.dispatch();
    pending = new PendingEvent(maxOctets);
    if (event !== undefined) yield event;
  }
}

const byteOrderMark = Buffer.from('\uFEFF');

function withoutMark(line: Buffer): Buffer {
  return line.subarray(0, 3).equals(byteOrderMark) ? line.subarray(3) : line;
}

class PendingEvent {
  readonly #maxOctets: number;
  readonly #data: string[] = [];
  readonly fields: { event?: string; id?: string; retry?: number } = {};
  #size = 0;

  constructor(maxOctets: number) {
    this.#maxOctets = maxOctets;
  }

  add(line: string): void {
    this.#size += line.length;
    if (this.#size > this.#maxOctets) throw new PayloadTooLargeError(this.#maxOctets);
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (name === 'data') this.#data.push(value);
    else if (name === 'event' && value !== '') this.fields.event = value;
    else if (name === 'id' && !value.includes('\0')) this.fields.id = value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) this.fields.retry = Number(value);
  }

  dispatch(): ReceivedEvent | undefined {
    return this.#data.length === 0 ? undefined : { data: this.#data.join('\n'), ...this.fields };
  }
}
