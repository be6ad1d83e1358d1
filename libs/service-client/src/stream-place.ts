import type { ReaderFields } from '@brrt/router-core/body';

/** How far an event stream was read, and when the service wants its client back. */
export class StreamPlace {
  #lastEventId: string | undefined = undefined;
  #retryMilliseconds: number | undefined = undefined;

  readonly hears = ({ id, retry }: ReaderFields): void => {
    this.#lastEventId = id ?? this.#lastEventId;
    this.#retryMilliseconds = retry ?? this.#retryMilliseconds;
  };

  get retryMilliseconds(): number | undefined {
    return this.#retryMilliseconds;
  }

  /** The same headers, and behind which event to go on instead of what the caller said in the beginning. */
  addTo(headers: readonly string[]): readonly string[] {
    const id = this.#lastEventId;
    if (id === undefined) return headers;
    const isOther = (_text: string, index: number): boolean =>
      headers[index - (index % 2)]?.toLowerCase() !== 'last-event-id';
    // UTF-8, octet by octet (HTML Standard §9.2.4); an empty id is none.
    const octets = Buffer.from(id).toString('latin1');
    return [...headers.filter(isOther), ...(id === '' ? [] : ['last-event-id', octets])];
  }
}
