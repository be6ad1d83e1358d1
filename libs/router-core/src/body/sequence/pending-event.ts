import { PayloadTooLargeError } from '../../errors/request-errors.ts';

/** One event as `text/event-stream` carries it: `retry` is a number, everything else text (OpenAPI 3.2 §4.14.4). */
export interface ReceivedEvent {
  readonly data: string;
  readonly event?: string;
  readonly id?: string;
  readonly retry?: number;
}

/** The lines of one event, until the empty one comes (HTML Standard §9.2.6). */
export class PendingEvent {
  readonly #maxOctets: number;
  readonly #data: string[] = [];
  /** What it says to the reader too, whether it is an event or not. */
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
