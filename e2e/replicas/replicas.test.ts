import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { buildApp } from '../../tools/generators/src/build/build-app.ts';
import { findApp } from '../../tools/generators/src/cli/app-folder.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import { type Failure, Load, send } from './load.ts';
import { hostOf, LoadBalancer } from './load-balancer.ts';
import { Network } from './network.ts';
import { startPostgres } from './postgres.ts';
import { createRandom } from './random.ts';
import { Replica } from './replica.ts';

// Built services as on a cluster: two replicas of each, every one on a machine of its own, nginx between them all, one database.

const seed = Number(process.env.BRRT_SEED ?? Date.now() % 1_000_000);
const killingMilliseconds = 40_000;
/** Until everybody has seen that a process is gone: the machine is a busy one. */
const noticeMilliseconds = 1_000;
/** How long the endpoints of a cluster may name a pod that has been told to end. */
const endpointsMilliseconds = 700;

const keys = {
  bff: 'key-of-a-client-of-the-bff',
  web: 'key-of-a-web-application-1',
  users: 'key-of-the-user-service-1',
  pets: 'key-of-the-petstore-12345',
};
const services = [
  { service: 'petstore', port: 8081 },
  { service: 'user-service', port: 8082 },
  { service: 'bff', port: 8080 },
];

const environment = (database: string): Readonly<Record<string, string>> => ({
  DATABASE_URL: database,
  PETSTORE_URL: `http://${hostOf('petstore')}`,
  USER_SERVICE_URL: `http://${hostOf('user-service')}`,
  PETSTORE_API_KEY: keys.pets,
  USER_SERVICE_API_KEY: keys.users,
  BFF_API_KEY: keys.bff,
  BFF_WEB_KEY: keys.web,
  // Nobody comes with these.
  ...Object.fromEntries(
    ['BFF_WEB_SESSION_KEY', 'BFF_MOBILE_KEY', 'PETSTORE_LINK_KEY', 'PETSTORE_SESSION_KEY'].map((name) => [
      name,
      `unused-${name}`,
    ]),
  ),
  ...Object.fromEntries(
    ['PARTNER', 'PETSTORE'].flatMap((name) => [
      [`${name}_JWKS_URL`, 'http://localhost:9/keys'],
      [`${name}_ISSUER`, 'http://localhost:9/'],
    ]),
  ),
});

const left = new AsyncDisposableStack();
const replicas: Replica[] = [];
const ended = new Set<Replica>();
let balancer: LoadBalancer;
let load: Load;

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-replicas-'));
  left.defer(() => rm(folder, { recursive: true }));
  const network = left.use(new Network());
  const { url } = left.use(await startPostgres());
  for (const { service, port } of services) {
    const built = await buildApp(workspaceRoot, findApp(workspaceRoot, service));
    await cp(join(workspaceRoot, built.folder), join(folder, service), { recursive: true });
    await configure(join(folder, service, 'config.production.yaml'));
    for (const _ of [1, 2]) {
      const machine = network.addMachine(services.map((each) => hostOf(each.service)));
      const replica = new Replica(machine, { service, port, folder: join(folder, service), env: environment(url) });
      left.defer(() => replica.kill());
      replicas.push(replica);
    }
  }
  balancer = left.use(new LoadBalancer(upstreams()));
  // Those that are called first: a service is ready when those that it needs are.
  for (const { service } of services)
    await Promise.all(replicas.filter((each) => each.service === service).map((each) => each.start()));
  load = new Load(keys, 6);
  left.defer(() => load.stop());
}, 180_000);

afterAll(() => left.disposeAsync(), 60_000);

/** Stopping is what is tried here: not how a service sheds load on a machine that others use too. */
async function configure(file: string): Promise<void> {
  const config = parseDocument(await readFile(file, 'utf8'));
  const http = {
    drain_delay_ms: 2_000,
    drain_timeout_ms: 30_000,
    max_event_loop_delay_ms: 0,
    adaptive_concurrency: false,
  };
  for (const [key, value] of Object.entries(http)) config.setIn(['http', key], value);
  for (const client of ['petstore', 'user-service']) {
    if (config.hasIn(['clients', client])) config.setIn(['clients', client, 'timeout_ms'], 20_000);
  }
  await writeFile(file, String(config));
}

function upstreams(): ReadonlyMap<string, readonly string[]> {
  return new Map(
    services.map(({ service }) => [
      service,
      replicas.filter((each) => each.service === service && !ended.has(each)).map(({ address }) => address),
    ]),
  );
}

/** `2 × PATCH bff 502 ERR_UPSTREAM` */
function counted(failures: readonly Failure[]): string {
  const kinds = failures.map(({ what, reason }) => {
    const [method = '', place = ''] = what.split(' ');
    const code = /"code":"(\w+)"/.exec(reason)?.[1] ?? (/^\d/.test(reason) ? 'from nginx' : reason);
    return `${method} ${place.split('/')[0]} ${/^\d+/.exec(reason)?.[0] ?? ''} ${code}`;
  });
  return [...new Set(kinds)].map((kind) => `${kinds.filter((each) => each === kind).length} × ${kind}`).join(', ');
}

function shown(failures: readonly Failure[]): readonly string[] {
  return failures.map(({ what, reason }) => `${what}: ${reason}`);
}

describe(`two replicas of each service behind nginx (BRRT_SEED=${seed})`, () => {
  it('answer every request while nothing fails', async () => {
    await wait(5_000);
    const { answered, failures } = load.takeTally();
    expect(shown(failures)).toEqual([]);
    expect(answered).toBeGreaterThan(20);
  });

  it('answer every request while one after the other is replaced', async () => {
    for (const replica of replicas) {
      // A cluster tells the pod and the proxies at the same time; proxies hear it later.
      const ending = replica.terminate();
      ended.add(replica);
      await wait(endpointsMilliseconds);
      balancer.use(upstreams());
      expect(await ending).toBe(0);
      await replica.start();
      ended.delete(replica);
      balancer.use(upstreams());
      await wait(300);
    }
    const { answered, failures } = load.takeTally();
    console.log(
      `replaced ${replicas.length} replicas by SIGTERM: ${answered} requests answered, ${failures.length} failed`,
    );
    expect(shown(failures)).toEqual([]);
    expect(answered).toBeGreaterThan(100);
  });

  it('fail only what was under way when one is killed', async () => {
    const random = createRandom(seed);
    const kills: number[] = [];
    for (const end = Date.now() + killingMilliseconds; Date.now() < end; ) {
      const victim = replicas[Math.floor(random() * replicas.length)];
      if (victim === undefined) continue;
      kills.push(Date.now());
      await victim.kill();
      await wait(200 + random() * 800);
      await victim.start();
      await wait(500 + random() * 1_000);
    }
    const { answered, failures } = load.takeTally();
    const isUnderWay = ({ from, to }: Failure): boolean =>
      kills.some((at) => from <= at + noticeMilliseconds && at <= to);
    console.log(
      `killed ${kills.length} replicas: ${answered} requests answered, ${failures.length} failed (${counted(failures)})`,
    );
    expect(kills.length).toBeGreaterThan(3);
    expect(shown(failures.filter((each) => !isUnderWay(each)))).toEqual([]);
    // Six clients, one request each: no more can be under way when somebody dies, and reads are sent to another replica.
    expect(failures.length).toBeLessThanOrEqual(kills.length * 6);
  }, 150_000);

  it('have kept whatever was acknowledged', async () => {
    await load.stop();
    expect(load.acknowledged.length).toBeGreaterThan(20);
    const lost: string[] = [];
    for (const { id, email, change } of load.acknowledged) {
      const { status, body } = await send({
        service: 'user-service',
        method: 'GET',
        path: `/users/${id}`,
        key: keys.users,
      });
      const stored =
        status === 200 ? (JSON.parse(body) as { readonly email: string; readonly bio?: string }) : undefined; // as the contract says
      const kept = Number(/\d+/.exec(stored?.bio ?? '0')?.[0]);
      if (stored?.email !== email || kept < change)
        lost.push(`${id}: ${status}, change ${change} was acknowledged, ${kept} is there`);
    }
    console.log(`${load.acknowledged.length} users were acknowledged, ${lost.length} are lost`);
    expect(lost).toEqual([]);
  }, 60_000);
});
