import { type BenchOptions, progress, roundsOf, windowsOf } from './bench-options.ts';
import { buildShop } from './build-shop.ts';
import { markdownTable } from './markdown-table.ts';
import { measureInTurn, type ServerProcess, startEntry, startServer, stopServer } from './measure.ts';
import { bare, environment } from './servers.ts';
import { median, round } from './statistics.ts';

const kinds = {
  none: 'answers itself',
  one: 'one call',
  three: 'three calls at once',
  passed: 'passed on',
} as const;

type Kind = keyof typeof kinds;
type Cost = Readonly<Record<Kind, number>>;

/**
 * `npm run bench -- fanout`: what a service costs that stands before another one, beside a hand-written one that does the same with
 * `node:http`: its own CPU time, per request. Behind both is the bare server, another process.
 */
export async function measureFanOut(options: BenchOptions): Promise<void> {
  await buildShop();
  const samples = { bare: [] as Cost[], brrt: [] as Cost[] };
  for (let turn = 1; turn <= roundsOf(options); turn++) {
    const behind = await startEntry(bare, environment(undefined));
    const env = { ...environment(undefined), SHOP_URL: `http://127.0.0.1:${behind.port}` };
    const fronts = [
      await startServer('fan-out', { ...env, FRONT: 'bare' }),
      await startServer('fan-out', { ...env, FRONT: 'brrt' }),
    ];
    const costs = await measureKinds(fronts, options, `round ${turn} of ${roundsOf(options)}`);
    samples.bare.push(costs[0]);
    samples.brrt.push(costs[1]);
    for (const process of [...fronts, behind]) await stopServer(process);
  }
  const rows = (['bare', 'brrt'] as const).map((name) => {
    const cost = (kind: Kind): number => median(samples[name].map((each) => each[kind]));
    const perHop = (cost('three') - cost('one')) / 2;
    return { name, ...mapKinds((kind) => round(cost(kind), 1)), perFurtherCall: round(perHop, 1) };
  });
  if (options.json) console.log(JSON.stringify({ fanOut: rows }));
  else {
    console.log('CPU µs of the service in front, per request\n');
    const cells = rows.map(({ name, none, one, three, passed, perFurtherCall }) => [
      name === 'bare' ? bare.title : 'BRRT',
      none,
      one,
      three,
      perFurtherCall,
      passed,
    ]);
    const head = ['service', kinds.none, kinds.one, kinds.three, 'each further call', kinds.passed];
    console.log(markdownTable(head, cells));
  }
}

async function measureKinds(
  fronts: readonly ServerProcess[],
  options: BenchOptions,
  place: string,
): Promise<readonly [Cost, Cost]> {
  const measured = new Map<Kind, readonly number[]>();
  for (const kind of Object.keys(kinds) as Kind[]) {
    progress(`${place}: ${kinds[kind]}`);
    const request = { id: kind, name: kinds[kind], method: 'GET', targets: [`/${kind}/7`], status: 200 } as const;
    measured.set(kind, await measureInTurn(fronts, request, windowsOf(options)));
  }
  const costOf = (index: number): Cost => mapKinds((kind) => measured.get(kind)?.[index] ?? Number.NaN);
  return [costOf(0), costOf(1)];
}

function mapKinds(of: (kind: Kind) => number): Cost {
  return { none: of('none'), one: of('one'), three: of('three'), passed: of('passed') };
}
