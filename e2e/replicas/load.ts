import { request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { hostOf } from './load-balancer.ts';
import { hubAddress } from './network.ts';

/** A request that was not answered as it should have been. */
export interface Failure {
  readonly what: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly to: number;
}

export interface Tally {
  /** Requests that were answered with the status they should have. */
  readonly answered: number;
  readonly failures: readonly Failure[];
}

/** A user whose creation was acknowledged, and the newest change of it that was. */
export interface Acknowledged {
  readonly id: string;
  readonly email: string;
  change: number;
}

export interface Keys {
  readonly bff: string;
  readonly web: string;
  readonly users: string;
  readonly pets: string;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

interface Call {
  readonly service: string;
  readonly method: string;
  readonly path: string;
  readonly key: string;
  readonly want: number;
  readonly body?: object;
}

const pauseMilliseconds = 30;

/** Clients that write and read through the proxy until they are stopped, each one request after the other. */
export class Load {
  readonly acknowledged: Acknowledged[] = [];
  readonly #keys: Keys;
  readonly #clients: readonly Promise<void>[];
  #failures: Failure[] = [];
  #answered = 0;
  #isStopped = false;
  #started = 0;

  constructor(keys: Keys, clients: number) {
    this.#keys = keys;
    this.#clients = Array.from({ length: clients }, (_, number) => this.#work(number));
  }

  /** Since the last time. */
  takeTally(): Tally {
    const tally = { answered: this.#answered, failures: this.#failures };
    this.#answered = 0;
    this.#failures = [];
    return tally;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#clients);
  }

  async #work(client: number): Promise<void> {
    const { bff, web, users, pets } = this.#keys;
    while (!this.#isStopped) {
      this.#started += 1;
      const email = `client-${client}-${this.#started}@example.com`;
      const body = { name: `Client ${client}`, email };
      const created = await this.#call({
        service: 'user-service',
        method: 'POST',
        path: '/users',
        key: users,
        want: 201,
        body,
      });
      if (created === undefined) continue;
      const user = { id: (JSON.parse(created) as { readonly id: string }).id, email, change: 0 }; // as the contract says
      this.acknowledged.push(user);
      for (let change = 1; change <= 3 && !this.#isStopped; change += 1) {
        const path = `/web/users/${user.id}`;
        const patch = { service: 'bff', method: 'PATCH', path, key: web, want: 200, body: { bio: `change ${change}` } };
        if ((await this.#call(patch)) !== undefined) user.change = change;
        await this.#call({ service: 'bff', method: 'GET', path: `/dashboard/${user.id}`, key: bff, want: 200 });
        await this.#call({
          service: 'user-service',
          method: 'GET',
          path: `/users/${user.id}/pets`,
          key: users,
          want: 200,
        });
        await this.#call({ service: 'petstore', method: 'GET', path: '/pets?limit=2', key: pets, want: 200 });
      }
    }
  }

  /** The body of an answer as wanted; undefined for any other outcome, which is remembered. */
  async #call(call: Call): Promise<string | undefined> {
    await wait(pauseMilliseconds);
    const from = Date.now();
    const fail = (reason: string): undefined => {
      this.#failures.push({ what: `${call.method} ${call.service}${call.path}`, reason, from, to: Date.now() });
    };
    try {
      const { status, body } = await send(call);
      if (status !== call.want) return fail(`${status} ${body.slice(0, 300)}`);
      this.#answered += 1;
      return body;
    } catch (error) {
      return fail(String(error));
    }
  }
}

/** One request through the proxy. */
export function send({ service, method, path, key, body }: Omit<Call, 'want'>): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const headers = {
    host: hostOf(service),
    'x-api-key': key,
    ...(text === undefined
      ? {}
      : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: hubAddress, port: 80, method, path, headers, agent: false, timeout: 30_000 },
      (response) => {
        let received = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (received += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: received })).on('error', reject);
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s'))).on('error', reject);
    sent.end(text);
  });
}
