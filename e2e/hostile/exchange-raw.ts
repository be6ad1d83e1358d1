import { once } from 'node:events';
import { connect } from 'node:net';

/** One response as it came over the socket. */
export interface RawAnswer {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

export interface RawExchange {
  readonly answers: readonly RawAnswer[];
  /** The server closed the connection, or gave up on it. */
  readonly isClosed: boolean;
}

/** How long after its last octet a server is waited for. */
const patienceMilliseconds = 1_000;

/**
 * Sends octets as they are (one character, one octet) and reads until `expected` answers are complete or the
 * server closes. `isHead` says that answers have no body, `closes` that the end of the connection is waited for,
 * `patience` how long silence is borne.
 */
export async function exchangeRaw(
  port: number,
  octets: string,
  { expected = 1, isHead = false, ends = false, closes = false, patience = patienceMilliseconds } = {},
): Promise<RawExchange> {
  const socket = connect(port, '127.0.0.1');
  const enough = Promise.withResolvers<void>();
  let received = '';
  let isClosed = false;
  let timer = setTimeout(enough.resolve, patience);
  socket.setEncoding('latin1');
  socket.on('data', (text) => {
    received += text;
    clearTimeout(timer);
    timer = setTimeout(enough.resolve, patience);
    if (parseAnswers(received, isHead).length >= expected) enough.resolve();
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
    enough.resolve();
  });
  await once(socket, 'connect');
  if (ends) socket.end(octets, 'latin1');
  else socket.write(octets, 'latin1');
  await enough.promise;
  // The end of the connection comes right after the last octet, when it comes; where it has to come it is waited for.
  const end = Date.now() + (closes ? patienceMilliseconds : 20);
  while (!isClosed && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 10));
  clearTimeout(timer);
  socket.destroy();
  return { answers: parseAnswers(received, isHead), isClosed };
}

function parseAnswers(text: string, isHead: boolean): readonly RawAnswer[] {
  const answers: RawAnswer[] = [];
  let at = 0;
  for (;;) {
    const end = text.indexOf('\r\n\r\n', at);
    if (end === -1) return answers;
    const [statusLine = '', ...lines] = text.slice(at, end).split('\r\n');
    const headers = new Map(lines.map((line) => [nameOf(line), line.slice(line.indexOf(':') + 1).trim()]));
    const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
    const length = isHead || status < 200 || status === 204 ? 0 : Number(headers.get('content-length') ?? 0);
    const start = end + 4;
    if (text.length < start + length) return answers;
    answers.push({ status, headers, body: text.slice(start, start + length) });
    at = start + length;
  }
}

function nameOf(line: string): string {
  return line.slice(0, line.indexOf(':')).toLowerCase();
}
