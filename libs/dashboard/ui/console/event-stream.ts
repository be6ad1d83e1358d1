/** One event of `text/event-stream`, or one line of a JSON stream. */
export interface StreamItem {
  readonly number: number;
  /** Milliseconds since the call began. */
  readonly at: number;
  readonly event?: string;
  readonly id?: string;
  readonly data: string;
}

export interface StreamParser {
  /** Items that `text` completes. */
  feed(text: string, at: number): readonly StreamItem[];
  /** What the stream ended with, where an item needs no end of its own. */
  end(at: number): readonly StreamItem[];
  /** Of the last event that had one: what a reconnection sends. */
  readonly lastId: string | undefined;
  /** Milliseconds that the service wants a client to wait. */
  readonly retry: number | undefined;
}

/** By media type; undefined: it is no stream of items. */
export function createStreamParser(mediaType: string): StreamParser | undefined {
  const essence = mediaType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (essence === 'text/event-stream') return new EventParser();
  if (/^application\/(x-)?(ndjson|jsonl|json-lines|jsonlines)$/.test(essence)) return new LineParser('\n');
  return /[/+]json-seq$/.test(essence) ? new LineParser('\u001e') : undefined;
}

/** https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation */
class EventParser implements StreamParser {
  lastId: string | undefined;
  retry: number | undefined;
  private rest = '';
  private count = 0;
  private data: string[] = [];
  private event = '';
  private first = true;

  feed(text: string, at: number): readonly StreamItem[] {
    const given = this.first ? text.replace(/^\uFEFF/, '') : text;
    if (given !== '') this.first = false;
    const all = this.rest + given;
    // A CR at the end may be half of a CRLF.
    const complete = all.endsWith('\r') ? all.length - 1 : all.length;
    const lines = all.slice(0, complete).split(/\r\n|\n|\r/);
    this.rest = (lines.pop() ?? '') + all.slice(complete);
    return lines.flatMap((line) => this.takeLine(line, at));
  }

  // An event that is not ended by an empty line is none.
  end(): readonly StreamItem[] {
    return [];
  }

  private takeLine(line: string, at: number): readonly StreamItem[] {
    if (line === '') return this.dispatch(at);
    const colon = line.indexOf(':');
    if (colon === 0) return [];
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.event = value;
    else if (field === 'id' && !value.includes('\0')) this.lastId = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    return [];
  }

  private dispatch(at: number): readonly StreamItem[] {
    const { data, event, lastId } = this;
    this.data = [];
    this.event = '';
    if (data.length === 0) return [];
    this.count += 1;
    return [
      {
        number: this.count,
        at,
        data: data.join('\n'),
        ...(event !== '' && { event }),
        ...(lastId !== undefined && lastId !== '' && { id: lastId }),
      },
    ];
  }
}

class LineParser implements StreamParser {
  readonly lastId = undefined;
  readonly retry = undefined;
  private rest = '';
  private count = 0;
  private readonly mark: string;

  constructor(mark: string) {
    this.mark = mark;
  }

  feed(text: string, at: number): readonly StreamItem[] {
    const parts = (this.rest + text).split(this.mark);
    this.rest = parts.pop() ?? '';
    return parts.flatMap((part) => this.item(part, at));
  }

  end(at: number): readonly StreamItem[] {
    const { rest } = this;
    this.rest = '';
    return this.item(rest, at);
  }

  private item(text: string, at: number): readonly StreamItem[] {
    const data = text.trim();
    if (data === '') return [];
    this.count += 1;
    return [{ number: this.count, at, data }];
  }
}
