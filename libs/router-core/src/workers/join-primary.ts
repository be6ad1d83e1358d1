import cluster from 'node:cluster';
import type { LimitState, RequestLimit } from '../ports/request-limit.ts';
import { type CrewAnswers, type CrewReport, setWorkerProcess, type WorkerProcess } from '../ports/worker.ts';
import { isDebugged } from './is-debugged.ts';
import { PrimaryGoneError } from './primary-gone-error.ts';
import {
  type CrewTopic,
  isMessage,
  type PrimaryMessage,
  type Question,
  successorVariable,
  type WorkerMessage,
  workerVariable,
} from './worker-message.ts';

/** Makes this process one of several workers, which ends in order when it is told to, and when whoever started it is gone. */
export function joinPrimary(number: number): void {
  const worker = new Worker(number, process.env[successorVariable] !== undefined);
  // Programs that this one starts are no workers.
  delete process.env[workerVariable];
  delete process.env[successorVariable];
  setWorkerProcess(worker);
  process.on('message', (message) => {
    // Whoever else uses the channel has other messages; one of ours that is not known comes from another version.
    if (isMessage(message)) worker.take(message as PrimaryMessage);
  });
  cluster.worker?.once('disconnect', () => {
    // Node would end the process at once, and with it the requests in flight.
    if (cluster.worker !== undefined) cluster.worker.exitedAfterDisconnect = true;
    worker.orphaned();
  });
}

type Answer = Extract<PrimaryMessage, { brrt: 'answer' }>['value'];

class Worker implements WorkerProcess {
  readonly number: number;
  readonly isSuccessor: boolean;
  isReplaced = false;
  #drain: (() => void) | undefined = undefined;
  readonly #parted = Promise.withResolvers<void>();
  readonly #asked = new Map<number, PromiseWithResolvers<Answer>>();
  #lastAsked = 0;
  readonly #answers = new Map<CrewTopic, () => Promise<unknown>>();
  readonly #receivers = new Map<string, (item: unknown) => void>();
  /** Names that nothing has come of yet: what was published before is still on its way. */
  readonly #expected = new Set<string>();
  #becomesReady = false;
  #name: string | undefined = undefined;

  constructor(number: number, isSuccessor: boolean) {
    this.number = number;
    this.isSuccessor = isSuccessor;
  }

  ready(drain: () => void, name: string | undefined): void {
    this.#drain = drain;
    this.#name = name;
    this.#becomesReady = true;
    this.#tellReady();
  }

  failed(message: string): Promise<void> {
    return send({ brrt: 'failed', message });
  }

  async parted(): Promise<void> {
    const metrics = await this.#answers.get('metrics')?.();
    // The cast: `answer` was given what this topic has.
    void send({ brrt: 'parting', metrics: (metrics ?? []) as CrewAnswers['metrics'] });
    if (process.connected) await this.#parted.promise;
  }

  answer<Topic extends CrewTopic>(topic: Topic, respond: () => Promise<CrewAnswers[Topic]>): void {
    this.#answers.set(topic, respond);
  }

  async askAll<Topic extends CrewTopic>(topic: Topic): Promise<CrewReport<CrewAnswers[Topic]>> {
    // The cast: each worker answers what this topic has.
    return (await this.#ask((id) => ({ brrt: 'ask-all', id, topic }))) as CrewReport<CrewAnswers[Topic]>;
  }

  async note(id: string, expiresAt: number): Promise<boolean> {
    return (await this.#question({ ask: 'note', id, expiresAt })) === true;
  }

  async count(ask: 'take' | 'peek', limit: RequestLimit, key: string): Promise<LimitState> {
    // The cast: that is what is answered to these questions.
    return (await this.#question({ ask, limit, key })) as LimitState;
  }

  follow(name: string, retain: number, receive: (item: unknown) => void): void {
    if (this.#receivers.has(name)) throw new TypeError(`There is a channel ${name} already`);
    this.#receivers.set(name, receive);
    this.#expected.add(name);
    void send({ brrt: 'follow', name, retain });
  }

  publish(name: string, item: unknown): void {
    void send({ brrt: 'publish', name, item });
  }

  take(message: PrimaryMessage): void {
    if (message.brrt === 'parted') this.#parted.resolve();
    else if (message.brrt === 'check') void send({ brrt: 'alive', isDebugged: isDebugged() });
    else if (message.brrt === 'answer') this.#answered(message.id, message.value);
    else if (message.brrt === 'collect') void this.#collect(message.id, message.topic);
    else if (message.brrt === 'items') this.#receive(message.name, message.items);
    else if (message.brrt === 'drain') {
      this.isReplaced = message.isReplaced;
      this.#end();
    }
  }

  orphaned(): void {
    this.#parted.resolve();
    for (const { reject } of this.#asked.values()) reject(new PrimaryGoneError());
    this.#asked.clear();
    this.#end();
  }

  #question(question: Question): Promise<Answer> {
    return this.#ask((id) => ({ brrt: 'question', id, question }));
  }

  #ask(message: (id: number) => WorkerMessage): Promise<Answer> {
    if (!process.connected) return Promise.reject(new PrimaryGoneError());
    const id = ++this.#lastAsked;
    const asked = Promise.withResolvers<Answer>();
    this.#asked.set(id, asked);
    void send(message(id));
    return asked.promise;
  }

  #answered(id: number, value: Answer): void {
    const asked = this.#asked.get(id);
    this.#asked.delete(id);
    if (value === undefined) asked?.reject(new PrimaryGoneError());
    else asked?.resolve(value);
  }

  async #collect(id: number, topic: CrewTopic): Promise<void> {
    const value = await this.#answers.get(topic)?.();
    if (value !== undefined) await send({ brrt: 'collected', id, topic, value });
  }

  #receive(name: string, items: readonly unknown[]): void {
    const receive = this.#receivers.get(name);
    for (const item of items) receive?.(item);
    if (this.#expected.delete(name)) this.#tellReady();
  }

  /** Clients that come back to a new worker are to find what the others have. */
  #tellReady(): void {
    if (this.#becomesReady && this.#expected.size === 0) void send({ brrt: 'ready', name: this.#name });
    if (this.#expected.size === 0) this.#becomesReady = false;
  }

  #end(): void {
    if (this.#drain === undefined) process.exit(0);
    this.#drain();
  }
}

function send(message: WorkerMessage): Promise<void> {
  // A channel that is broken tells of itself.
  return new Promise((resolve) => {
    if (process.send === undefined || !process.connected) resolve();
    else process.send(message, undefined, undefined, () => resolve());
  });
}
