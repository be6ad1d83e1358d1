import { connect, type Socket } from 'node:net';
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';

/** A child process of the benches: offers load to a service and tells what became of it. */
export interface Offer {
  readonly port: number;
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly connections: number;
  /** Requests per second, whether those before are answered or not; undefined: each connection asks when it was answered. */
  readonly perSecond: number | undefined;
  readonly seconds: number;
  /** Looks at the clock always instead of each millisecond: for times of less. */
  readonly isAwake?: boolean;
  /** What is due before that is counted apart. */
  readonly settleSeconds: number;
}

export interface Outcome {
  /** Per second. */
  readonly offered: number;
  readonly accepted: number;
  readonly refused: number;
  /** From the moment that a request was due, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly p999: number;
  readonly p9999: number;
  /** p99 of what was accepted while the load was new. */
  readonly settlingP99: number;
  /** Connections that were refused, reset or closed; answers that are neither 2xx nor 503; requests without an answer. */
  readonly failures: number;
  readonly firstFailure: string | undefined;
}

/** How long answers are waited for at the end. */
const patienceMs = 15_000;
const connectsAtOnce = 2_000;
const sourceAddresses = 200;

async function offer(options: Offer): Promise<Outcome> {
  const run = new Run(options);
  await run.connect();
  await run.send();
  await run.answered();
  return run.outcome();
}

class Run {
  readonly #options: Offer;
  readonly #message: Buffer;
  /** The one that has been idle longest comes next, so that none is idle for so long that it is closed. */
  #idle: Client[] = [];
  #nextIdle = 0;
  readonly #clients: Client[] = [];
  /** When those were due that no connection was free for. */
  readonly #waiting: number[] = [];
  #first = 0;
  #began = 0;
  #isOver = false;
  #due = 0;
  #open = 0;
  readonly #accepted: number[] = [];
  readonly #settling: number[] = [];
  #refused = 0;
  #failures = 0;
  #firstFailure: string | undefined = undefined;

  constructor(options: Offer) {
    this.#options = options;
    const headers = Object.entries(options.headers ?? {}).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#message = Buffer.from(`GET ${options.target} HTTP/1.1\r\nHost: localhost\r\n${headers.join('')}\r\n`);
  }

  async connect(): Promise<void> {
    const { connections } = this.#options;
    while (this.#clients.length < connections) {
      const most = Math.min(connectsAtOnce, connections - this.#clients.length);
      await Promise.all(Array.from({ length: most }, () => this.#connectOne()));
    }
  }

  #connectOne(): Promise<void> {
    return new Promise((resolve) => {
      // Each has 28,000 ports, but the kernel looks for a free one in seconds where many of them were used a moment ago.
      const localAddress = `127.0.0.${2 + (this.#clients.length % sourceAddresses)}`;
      const socket = connect({ port: this.#options.port, host: '127.0.0.1', localAddress, noDelay: true });
      const client = new Client(socket, this);
      this.#clients.push(client);
      this.#idle.push(client);
      socket.once('connect', () => resolve()).once('error', () => resolve());
    });
  }

  async send(): Promise<void> {
    const { perSecond, seconds, settleSeconds, isAwake } = this.#options;
    const pause = isAwake === true ? () => nextTurn() : () => wait(1);
    this.#began = performance.now();
    this.#first = this.#began + settleSeconds * 1000;
    const end = this.#began + seconds * 1000;
    if (perSecond === undefined) {
      for (const client of this.#idle.splice(0)) this.#sendOn(client, performance.now());
      await wait(seconds * 1000);
    } else {
      // Random arrivals: users do not know of one another.
      for (let next = this.#began; performance.now() < end; await pause()) {
        for (const now = performance.now(); next <= now; next += (-Math.log(1 - Math.random()) / perSecond) * 1000)
          this.#ask(next);
      }
    }
    this.#isOver = true;
  }

  async answered(): Promise<void> {
    const end = performance.now() + patienceMs;
    while (this.#open + this.#waiting.length > 0 && performance.now() < end) await wait(10);
  }

  outcome(): Outcome {
    const { seconds, settleSeconds } = this.#options;
    const unanswered = this.#open + this.#waiting.length;
    const counted = seconds - settleSeconds;
    const failures = this.#failures + unanswered;
    for (const client of this.#clients) client.leave();
    return {
      offered: this.#due / counted,
      accepted: this.#accepted.length / counted,
      refused: this.#refused / counted,
      p50: quantile(this.#accepted, 0.5),
      p99: quantile(this.#accepted, 0.99),
      p999: quantile(this.#accepted, 0.999),
      p9999: quantile(this.#accepted, 0.9999),
      settlingP99: quantile(this.#settling, 0.99),
      failures,
      firstFailure: this.#firstFailure ?? (unanswered > 0 ? `${unanswered} requests had no answer` : undefined),
    };
  }

  #ask(due: number): void {
    const client = this.#idle[this.#nextIdle];
    if (client === undefined) {
      this.#waiting.push(due);
      return;
    }
    this.#nextIdle++;
    if (this.#nextIdle > 10_000) {
      this.#idle = this.#idle.slice(this.#nextIdle);
      this.#nextIdle = 0;
    }
    this.#sendOn(client, due);
  }

  #sendOn(client: Client, due: number): void {
    if (due >= this.#first) this.#due++;
    this.#open++;
    client.send(this.#message, due);
  }

  ended(client: Client, due: number, text: string): void {
    this.#open--;
    const now = performance.now();
    if (text.startsWith('HTTP/1.1 200 ')) (due >= this.#first ? this.#accepted : this.#settling).push(now - due);
    else if (!text.startsWith('HTTP/1.1 503 ')) this.fail(text.slice(0, 200));
    else if (due >= this.#first) this.#refused++;
    const waiting = this.#waiting.shift();
    if (waiting !== undefined) this.#sendOn(client, waiting);
    else if (this.#options.perSecond === undefined && !this.#isOver) this.#sendOn(client, now);
    else this.#idle.push(client);
  }

  /** A connection is gone, and with it the request on it. */
  lost(client: Client, hadRequest: boolean, reason: string): void {
    if (hadRequest) this.#open--;
    const at = this.#idle.indexOf(client, this.#nextIdle);
    if (at !== -1) this.#idle.splice(at, 1);
    this.fail(reason);
  }

  fail(reason: string): void {
    this.#failures++;
    this.#firstFailure ??= reason;
  }
}

/** One keep-alive connection; every answer has a Content-Length. */
class Client {
  readonly #socket: Socket;
  #due = 0;
  #pending = '';
  #isLeaving = false;

  constructor(socket: Socket, run: Run) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    let reason = 'The connection was closed';
    socket.on('error', (error) => {
      reason = String(error);
    });
    socket.on('close', () => {
      if (!this.#isLeaving) run.lost(this, this.#due !== 0, reason);
    });
    socket.on('data', (chunk: string) => {
      const text = this.#pending + chunk;
      this.#pending = text;
      const head = text.indexOf('\r\n\r\n');
      const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head + 2))?.[1] ?? 0);
      if (head === -1 || text.length < head + 4 + length) return;
      const due = this.#due;
      this.#due = 0;
      this.#pending = '';
      run.ended(this, due, text);
    });
  }

  send(message: Buffer, due: number): void {
    this.#due = due;
    this.#socket.write(message);
  }

  leave(): void {
    this.#isLeaving = true;
    this.#socket.destroy();
  }
}

function quantile(values: number[], share: number): number {
  const sorted = values.sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

if (process.send !== undefined && process.argv[2] !== undefined) process.send(await offer(JSON.parse(process.argv[2])));
