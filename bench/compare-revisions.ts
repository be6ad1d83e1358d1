import { type BenchOptions, progress, roundsOf, windowsOf } from './bench-options.ts';
import { buildShop } from './build-shop.ts';
import { checkOut } from './checkout.ts';
import { markdownTable } from './markdown-table.ts';
import { measureRounds } from './measure-rounds.ts';
import { selectRequests } from './requests.ts';
import { type BenchServer, brrt } from './servers.ts';
import { median, round } from './statistics.ts';

interface Row {
  readonly name: string;
  readonly cpuMicrosecondsPerRequest: number;
  readonly cpuMicrosecondsPerRequestBefore: number;
  /** Work per CPU second, the other revision's being 1: above 1 this one is faster. */
  readonly ratio: number;
  /** Of single rounds: where they lie on both sides of 1, the two cannot be told apart. */
  readonly lowest: number;
  readonly highest: number;
}

/** `npm run bench -- --compare main`: the service as it is here beside the service as it is there. */
export async function compareRevisions(revision: string, options: BenchOptions): Promise<void> {
  progress(`building ${revision} and this one`);
  await buildShop();
  await using checkout = await checkOut(revision);
  const before: BenchServer = { ...brrt, name: revision, title: revision, entry: checkout.entry };
  const samples = await measureRounds([before, brrt], selectRequests(options.request), {
    rounds: roundsOf(options),
    windows: windowsOf(options),
  });
  const rows = [...samples].map(([name, rounds]) =>
    toRow(
      name,
      rounds.map((costs) => ({ before: costs[revision] ?? Number.NaN, now: costs[brrt.name] ?? Number.NaN })),
    ),
  );
  if (options.json) console.log(JSON.stringify({ revision, requests: rows }));
  else print(revision, rows);
}

function toRow(name: string, rounds: readonly { readonly before: number; readonly now: number }[]): Row {
  const ratios = rounds.map(({ before, now }) => before / now);
  const [before, now] = [median(rounds.map((each) => each.before)), median(rounds.map((each) => each.now))];
  return {
    name,
    cpuMicrosecondsPerRequest: round(now),
    cpuMicrosecondsPerRequestBefore: round(before),
    ratio: round(before / now),
    lowest: round(Math.min(...ratios)),
    highest: round(Math.max(...ratios)),
  };
}

function print(revision: string, rows: readonly Row[]): void {
  console.log(`Work per CPU second, ${revision} = 1; of single rounds from the lowest to the highest\n`);
  console.log(
    markdownTable(
      ['request', `${revision}, µs`, 'here, µs', 'ratio', 'lowest', 'highest'],
      rows.map((row) => [
        row.name,
        row.cpuMicrosecondsPerRequestBefore,
        row.cpuMicrosecondsPerRequest,
        row.ratio,
        row.lowest,
        row.highest,
      ]),
    ),
  );
}
