import { decodeUtf8 } from '../decode-json.ts';
import { PendingEvent, type ReceivedEvent } from './pending-event.ts';
import { splitLines } from './split-octets.ts';

export type { ReceivedEvent };

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
