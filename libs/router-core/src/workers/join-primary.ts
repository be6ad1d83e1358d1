import cluster from 'node:cluster';
import { setWorkerProcess, type WorkerProcess } from '../ports/worker.ts';
import { isMessage, type PrimaryMessage, type WorkerMessage, workerVariable } from './worker-message.ts';

/** Makes this process one of several workers, which ends in order when it is told to, and when whoever started it is gone. */
export function joinPrimary(number: number): WorkerProcess {
  const worker = new Worker(number);
  // Programs that this one starts are no workers.
  delete process.env[workerVariable];
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
  return worker;
}

class Worker implements WorkerProcess {
  readonly number: number;
  isReplaced = false;
  #drain: (() => void) | undefined = undefined;
  readonly #parted = Promise.withResolvers<void>();

  constructor(number: number) {
    this.number = number;
  }

  ready(drain: () => void): void {
    this.#drain = drain;
    send({ brrt: 'ready' });
  }

  failed(message: string): Promise<void> {
    return send({ brrt: 'failed', message });
  }

  parted(): Promise<void> {
    if (process.connected) void send({ brrt: 'parting' });
    else this.#parted.resolve();
    return this.#parted.promise;
  }

  take(message: PrimaryMessage): void {
    if (message.brrt === 'parted') this.#parted.resolve();
    if (message.brrt === 'drain') {
      this.isReplaced = message.isReplaced;
      this.#end();
    }
  }

  orphaned(): void {
    this.#parted.resolve();
    this.#end();
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
