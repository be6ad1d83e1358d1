import { readOctets } from '../read-octets.ts';

/** Text of a stream, decoded as it comes; leaving the loop cancels the stream. */
export async function* readChunks(response: Response): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const octets of readOctets(response)) yield decoder.decode(octets, { stream: true });
  yield decoder.decode();
}

/** What stands before, between and after the separators. */
export async function* splitText(chunks: AsyncIterable<string>, separator: string): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of chunks) {
    const pieces = (rest + chunk).split(separator);
    rest = bounded(pieces.pop() ?? '');
    yield* pieces;
  }
  yield rest;
}

/** Lines that end with CR, LF or both (HTML Standard §9.2.5); what follows the last end is no line. */
export async function* splitLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest = '';
  let endsWithReturn = false;
  for await (const chunk of chunks) {
    // The LF of a CR LF that was cut in two.
    const text = rest + (endsWithReturn && chunk.startsWith('\n') ? chunk.slice(1) : chunk);
    if (chunk !== '') endsWithReturn = chunk.endsWith('\r');
    const lines = text.split(/\r\n|\r|\n/);
    rest = bounded(lines.pop() ?? '');
    yield* lines;
  }
}

const longestPiece = 5 * 1024 * 1024;

function bounded(rest: string): string {
  if (rest.length > longestPiece) throw new RangeError(`An item is longer than ${longestPiece} characters`);
  return rest;
}
