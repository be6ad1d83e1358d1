import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Webhook } from 'standardwebhooks';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ReceivedMessage, type Receiver, startReceiver } from '../../libs/webhooks/test/receiver.ts';
import { startCollector } from '../support/collector.ts';
import { findFreePort } from '../support/free-port.ts';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';

interface Petstore {
  readonly url: string;
  readonly program: RunningProgram;
}

interface Delivery {
  readonly id: string;
  readonly state: string;
  readonly url: string;
  readonly attempts: readonly { readonly status?: number; readonly error?: string }[];
}

const headers = { 'x-api-key': 'petstore-header-key-6f1d0c94', 'content-type': 'application/json' };

let folder: Awaited<ReturnType<typeof mkdtempDisposable>>;
let receiver: Receiver;
let port: number;
let running: RunningProgram[];
beforeEach(async () => {
  folder = await mkdtempDisposable(join(tmpdir(), 'brrt-petstore-webhooks-'));
  port = await findFreePort();
  receiver = await startReceiver(port);
  running = [];
});
afterEach(async () => {
  for (const program of running) await program[Symbol.asyncDispose]();
  await receiver[Symbol.asyncDispose]();
  await folder.remove();
});

async function startPetstore(env: Readonly<Record<string, string>> = {}): Promise<Petstore> {
  const own = await findFreePort();
  const program = startProgram(process.execPath, [join(import.meta.dirname, 'run-petstore.ts')], {
    cwd: workspaceRoot,
    env: { PORT: String(own), DATABASE_FILE: join(folder.path, 'petstore.sqlite'), ...env },
  });
  running.push(program);
  await program.printed(/listens on/);
  return { url: `http://127.0.0.1:${own}`, program };
}

async function post(url: string, body: object): Promise<Response> {
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

async function subscribe({ url }: Petstore, target = receiver.url): Promise<string> {
  const response = await post(`${url}/webhooks`, { url: target, events: ['pet.created'] });
  expect(response.status).toBe(201);
  const { secret } = (await response.json()) as { readonly secret: string };
  return secret;
}

async function addPet({ url }: Petstore, name: string): Promise<number> {
  const response = await post(`${url}/pets`, { name });
  expect(response.status).toBe(201);
  return ((await response.json()) as { readonly id: number }).id;
}

async function deliveries({ url }: Petstore): Promise<readonly Delivery[]> {
  const response = await fetch(`${url}/webhook-deliveries`, { headers: { 'x-brrt-dashboard': '1' } });
  return ((await response.json()) as { readonly deliveries: readonly Delivery[] }).deliveries;
}

async function until<Value>(ask: () => Promise<Value>, isEnough: (value: Value) => boolean): Promise<Value> {
  for (const end = Date.now() + 60_000; ; await wait(50)) {
    const value = await ask();
    if (isEnough(value)) return value;
    if (Date.now() > end) throw new Error(`Never enough: ${JSON.stringify(value)}`);
  }
}

const idOf = ({ headers: sent }: ReceivedMessage) => sent['webhook-id'];

/** What a consumer with the reference library makes of a message. */
function petIn({ headers: sent, body }: ReceivedMessage, secret: string): number {
  const payload = new Webhook(secret).verify(body, sent as Record<string, string>);
  return (payload as { readonly payload: { readonly petId: number } }).payload.petId;
}

it('everything arrives, signed, at somebody who was down for a while', async () => {
  const petstore = await startPetstore();
  const secret = await subscribe(petstore);
  const pets = [await addPet(petstore, 'first')];
  await receiver.until(1);
  expect(petIn(receiver.received[0] as ReceivedMessage, secret)).toBe(pets[0]);
  await receiver[Symbol.asyncDispose]();
  for (let index = 0; index < 20; index++) pets.push(await addPet(petstore, `pet ${index}`));
  await until(
    () => deliveries(petstore),
    (all) => all.every(({ state, attempts }) => state === 'delivered' || attempts[0]?.error === 'ECONNREFUSED'),
  );
  receiver = await startReceiver(port);
  await receiver.until(20);
  expect(receiver.received.map((message) => petIn(message, secret)).sort((one, other) => one - other)).toEqual(
    pets.slice(1),
  );
  await until(
    () => deliveries(petstore),
    (all) => all.every(({ state }) => state === 'delivered'),
  );
});

it('a process that is killed between sending and noting it sends the same message again', async () => {
  const first = await startPetstore();
  const secret = await subscribe(first);
  receiver.answer(() => undefined);
  const pet = await addPet(first, 'sent twice');
  await receiver.until(1);
  process.kill(first.program.pid, 'SIGKILL');
  await first.program.exited;
  receiver.answer((response) => response.writeHead(200).end());
  const second = await startPetstore();
  await receiver.until(2);
  const [before, after] = receiver.received;
  expect([before, after].map((message) => message && [idOf(message), petIn(message, secret)])).toEqual([
    [before && idOf(before), pet],
    [before && idOf(before), pet],
  ]);
  await until(
    () => deliveries(second),
    ([delivery]) => delivery?.state === 'delivered',
  );
});

it('nothing that was acknowledged is lost, whenever processes are killed', async () => {
  let petstore = await startPetstore();
  const secret = await subscribe(petstore);
  receiver.answer(
    (response, count) => void setTimeout(() => response.writeHead(count % 3 === 0 ? 500 : 204).end(), 20),
  );
  const acknowledged: number[] = [];
  for (let round = 0; round < 3; round++) {
    const { url, program } = petstore;
    const killing = wait(200 + 150 * round).then(() => process.kill(program.pid, 'SIGKILL'));
    for (let isUp = true; isUp; ) {
      const answer = await post(`${url}/pets`, { name: 'kept' }).catch(() => undefined);
      isUp = answer !== undefined;
      if (answer?.status === 201) acknowledged.push(((await answer.json()) as { readonly id: number }).id);
    }
    await killing;
    await program.exited;
    petstore = await startPetstore();
  }
  receiver.answer((response) => response.writeHead(204).end());
  expect(acknowledged.length).toBeGreaterThan(10);
  await until(
    async () => new Set(receiver.received.map((message) => petIn(message, secret))),
    (told) => acknowledged.every((pet) => told.has(pet)),
  );
  const ids = Map.groupBy(receiver.received, (message) => petIn(message, secret));
  // However often a pet was told of, it was by the same message.
  for (const messages of ids.values()) expect(new Set(messages.map(idOf)).size).toBe(1);
});

it('two processes over one database send each message once', async () => {
  const [one, other] = [await startPetstore(), await startPetstore()];
  await subscribe(one);
  for (let index = 0; index < 30; index++) await addPet(index % 2 === 0 ? one : other, `pet ${index}`);
  await until(
    () => deliveries(one),
    (all) => all.length === 30 && all.every(({ state }) => state === 'delivered'),
  );
  expect([receiver.received.length, new Set(receiver.received.map(idOf)).size]).toEqual([30, 30]);
});

it.each([
  ['a wrong status', (response) => response.writeHead(418).end(), { status: 418 }],
  [
    'a redirection to this machine',
    (response) => response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end(),
    { status: 307 },
  ],
  ['silence', () => undefined, { error: 'no complete answer within 1000 ms' }],
] satisfies [string, Parameters<Receiver['answer']>[0], object][])(
  '%s is tried again, and 410 ends the subscription',
  async (_name, how, attempt) => {
    receiver.answer((response, count) => void (count === 1 ? how(response) : response.writeHead(410).end()));
    const petstore = await startPetstore();
    await subscribe(petstore);
    await addPet(petstore, 'tried');
    const [delivery] = await until(
      () => deliveries(petstore),
      ([each]) => each?.state === 'dead',
    );
    expect(delivery?.attempts).toMatchObject([attempt, { status: 410 }]);
    await addPet(petstore, 'nobody wants to know');
    const listed = await (await fetch(`${petstore.url}/webhooks`, { headers })).json();
    expect([await deliveries(petstore), listed]).toMatchObject([{ length: 1 }, [{}, { active: false }]]);
  },
);

it('nobody can subscribe an address of a network that is not public', async () => {
  const petstore = await startPetstore();
  const targets = [
    'https://169.254.169.254/latest',
    'https://10.0.0.1/',
    'https://[::ffff:10.0.0.1]/',
    'http://example.com/',
  ];
  for (const url of targets) {
    const response = await post(`${petstore.url}/webhooks`, { url });
    expect([url, response.status, await response.json()]).toMatchObject([url, 422, { code: 'ERR_WEBHOOK_TARGET' }]);
  }
});

it('one trace leads from the request to the receiver, and metrics tell of it', async () => {
  await using collector = await startCollector(await findFreePort());
  const petstore = await startPetstore({
    ...{
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_BSP_SCHEDULE_DELAY: '50',
    },
  });
  await subscribe(petstore);
  receiver.answer((response, count) => response.writeHead(count === 1 ? 500 : 204).end());
  await addPet(petstore, 'traced');
  await receiver.until(2);
  const spans = await collector.collected(
    (all) => all.filter(({ name }) => name === 'POST webhook onEvent').length === 2,
  );
  const [failed, delivered] = spans.filter(({ name }) => name === 'POST webhook onEvent');
  const enqueued = spans.find(({ name }) => name === 'enqueue onEvent');
  const handler = spans.find(({ spanId }) => spanId === enqueued?.parentSpanId);
  const server = spans.find(({ spanId }) => spanId === handler?.parentSpanId);
  expect([failed?.status, delivered?.attributes['brrt.webhook.outcome'], server?.name]).toEqual([
    2,
    'delivered',
    'POST /pets',
  ]);
  expect(receiver.received[1]?.headers.traceparent).toBe(`00-${server?.traceId}-${delivered?.spanId}-01`);
  const metrics = await (await fetch(`${petstore.url}/metrics`)).text();
  expect(metrics).toContain('brrt_webhook_deliveries_total{webhook="onEvent",outcome="retry"} 1');
  expect(metrics).toContain('brrt_webhook_deliveries_total{webhook="onEvent",outcome="delivered"} 1');
  expect(metrics).toMatch(/brrt_webhook_queue_depth\{state="pending"\} \d/);
  expect(petstore.program.output()).not.toMatch(/whsec_|traced/);
});
