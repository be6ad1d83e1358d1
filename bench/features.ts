import { generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hashPassword } from '@brrt/security';
import { type BenchOptions, progress, roundsOf, windowsOf } from './bench-options.ts';
import { buildShop } from './build-shop.ts';
import { buildVariant } from './build-variant.ts';
import { markdownTable } from './markdown-table.ts';
import { measureInTurn, type ServerProcess, startEntry, startServer, stopServer } from './measure.ts';
import { type BenchRequest, requests } from './requests.ts';
import { environment } from './servers.ts';
import { median, round } from './statistics.ts';

interface Feature {
  readonly name: string;
  readonly entry: string;
  readonly env: Readonly<Record<string, string>>;
  readonly credential?: string;
}

/** `npm run bench -- features`: what each costs, by leaving it out or putting another in its place. */
export async function measureFeatures(options: BenchOptions): Promise<void> {
  const [, object, , body] = requests as readonly [BenchRequest, BenchRequest, BenchRequest, BenchRequest];
  const collector = await startServer('collector');
  const issuer = await startIssuer();
  const features = await listFeatures(await buildShop(), { collector: `http://127.0.0.1:${collector.port}`, issuer });
  const costs = features.map(() => ({ object: [] as number[], body: [] as number[] }));
  for (let turn = 1; turn <= roundsOf(options); turn++) {
    const processes: ServerProcess[] = [];
    for (const { env, entry, name } of features) processes.push(await startEntry({ name, entry }, env));
    for (const [id, request] of Object.entries({ object, body }) as ['object' | 'body', BenchRequest][]) {
      progress(`round ${turn} of ${roundsOf(options)}: ${id}`);
      const credentials = features.map(({ credential }) => ({
        ...request,
        ...(credential !== undefined && { credential }),
      }));
      const measured = await measureInTurn(processes, credentials, windowsOf(options));
      for (const [index, cost] of measured.entries()) costs[index]?.[id].push(cost);
    }
    for (const process of processes) await stopServer(process);
  }
  collector.child.disconnect();
  issuer.close();
  print(features, costs, options);
}

function print(
  features: readonly Feature[],
  costs: readonly Record<'object' | 'body', number[]>[],
  options: BenchOptions,
): void {
  const cost = (index: number, id: 'object' | 'body'): number => median(costs[index]?.[id] ?? []);
  const rows = features.map(({ name }, index) => ({
    name,
    object: round(cost(index, 'object')),
    objectDifference: round(cost(index, 'object') - cost(0, 'object')),
    body: round(cost(index, 'body')),
    bodyDifference: round(cost(index, 'body') - cost(0, 'body')),
  }));
  if (options.json) console.log(JSON.stringify({ features: rows }));
  else {
    console.log('CPU µs per request; what is left out has cost the difference\n');
    const cells = rows.map((row) => [row.name, row.object, row.objectDifference, row.body, row.bodyDifference]);
    const head = ['service', 'GET /pets/{id}', 'difference', 'POST /pets', 'difference'];
    console.log(markdownTable(head, cells));
  }
}

interface Around {
  readonly collector: string;
  readonly issuer: Issuer;
}

async function listFeatures(entry: string, { collector, issuer }: Around): Promise<readonly Feature[]> {
  const plain = environment(undefined);
  const without = (name: string, part: string): Feature => ({ name, entry, env: { ...plain, SHOP_WITHOUT: part } });
  const traced = (name: string, sampler: string, ratio: string): Feature => ({
    name,
    entry,
    env: { ...environment(collector), OTEL_TRACES_SAMPLER: sampler, OTEL_TRACES_SAMPLER_ARG: ratio },
  });
  return [
    { name: 'everything on but tracing', entry, env: plain },
    without('responses are not validated', 'responses'),
    {
      name: 'requests are not validated',
      entry: await buildVariant({ name: 'unchecked', contract: unchecked }),
      env: plain,
    },
    without('no log line', 'log'),
    without('no log line, no metrics', 'observability'),
    without('no CORS', 'cors'),
    without('no security headers', 'headers'),
    traced('tracing, no request chosen', 'always_off', '0'),
    traced('tracing, one request in a hundred', 'traceidratio', '0.01'),
    traced('tracing, one request in ten', 'traceidratio', '0.1'),
    traced('tracing, every request', 'always_on', '1'),
    {
      name: 'no security scheme',
      entry: await buildVariant({ name: 'open', contract: open, config: withSecurity('') }),
      env: plain,
    },
    await basic(plain),
    await bearer(plain, issuer),
  ];
}

/** Anything is taken, and decoded as what it is. */
function unchecked(text: string): string {
  return text
    .replace(/schema: \{ \$ref: '#\/components\/schemas\/NewPet' \}/, 'schema: {}')
    .replaceAll(/, minimum: 1, maximum: 100|, minimum: 1(?= \})/g, '');
}

const open = (text: string): string => text.replace(/^security:\n {2}- ApiKey: \[\]\n/m, '');

const withSecurity = (security: string) => (text: string) => text.replace(/^security:[\s\S]*$/m, security);

const withScheme = (scheme: string) => (text: string) =>
  text.replace(/ApiKey: \{ type: apiKey[^}]*\}/, `ApiKey: ${scheme}`);

async function basic(env: Feature['env']): Promise<Feature> {
  const hash = await hashPassword('bench');
  const entry = await buildVariant({
    name: 'basic',
    contract: withScheme('{ type: http, scheme: basic }'),
    config: withSecurity(`security:\n  basic:\n    ApiKey: { users: { ada: '${hash}' } }\n`),
  });
  const credential = `Authorization: Basic ${Buffer.from('ada:bench').toString('base64')}`;
  return { name: 'basic instead of an API key', entry, env, credential };
}

async function bearer(env: Feature['env'], { url, token }: Issuer): Promise<Feature> {
  const entry = await buildVariant({
    name: 'bearer',
    contract: withScheme('{ type: http, scheme: bearer, bearerFormat: JWT }'),
    config: withSecurity(
      `security:\n  jwks:\n    ApiKey: { jwks_url: ${url}, iss: ${url}, aud: shop, algorithms: [ES256] }\n`,
    ),
  });
  return { name: 'JWT (ES256) instead of an API key', entry, env, credential: `Authorization: Bearer ${token}` };
}

interface Issuer {
  readonly url: string;
  readonly token: string;
  close(): void;
}

/** Its key set, and a token that lasts as long as the bench. */
async function startIssuer(): Promise<Issuer> {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const keys = [{ ...publicKey.export({ format: 'jwk' }), kid: 'bench', alg: 'ES256', use: 'sig' }];
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const now = Math.floor(Date.now() / 1000);
  const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
  const claims = { iss: url, aud: 'shop', sub: 'bench', iat: now, exp: now + 86_400 };
  const signed = `${encode({ alg: 'ES256', kid: 'bench', typ: 'JWT' })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return { url, token: `${signed}.${signature.toString('base64url')}`, close: () => server.close() };
}
