import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { type ServerProcess, startServer, stopServer } from './measure.ts';
import { median, round } from './statistics.ts';

const usage = `npm run bench:streams [-- --streams 5000] [-- --json] [-- --quick]

Event streams that stay open on one process: memory of each, CPU time of telling all of them something, and of telling nothing.
Three servers: a bare node:http one, a service whose handlers return a channel, and one with a loop of its own in each handler.`;

const { values } = parseArgs({
  options: {
    streams: { type: 'string', default: '5000' },
    json: { type: 'boolean' },
    quick: { type: 'boolean' },
    help: { type: 'boolean' },
  },
});
const streams = Number(values.streams);
const events = values.quick === true ? 10 : 40;
const rounds = values.quick === true ? 1 : 3;
/** Longer than a heartbeat. */
const idleMilliseconds = values.quick === true ? 2_000 : 20_000;

interface Usage {
  /** Microseconds. */
  readonly cpu: number;
  readonly rss: number;
}

interface Sample {
  readonly kibibytesPerStream: number;
  /** From the server's start, with all streams open. */
  readonly mebibytes: number;
  readonly cpuMicrosecondsPerEvent: number;
  readonly millisecondsToTellAll: number;
  readonly idleCpuPercent: number;
}

if (values.help === true) console.log(usage);
else await run();

async function run(): Promise<void> {
  const samples: { readonly [way: string]: Sample[] } = { bare: [], channel: [], loop: [] };
  for (let turn = 1; turn <= rounds; turn++) {
    for (const [way, taken] of Object.entries(samples)) {
      if (values.json !== true) console.error(`round ${turn} of ${rounds}: ${way}`);
      taken.push(await measure(way));
    }
  }
  const rows = Object.fromEntries(Object.entries(samples).map(([way, taken]) => [way, medians(taken)]));
  if (values.json === true) console.log(JSON.stringify({ streams, rows }));
  else {
    console.log(`Node ${process.version}, ${streams} streams, ${events} events, ${rounds} process(es) each\n`);
    console.table(rows);
  }
}

async function measure(way: string): Promise<Sample> {
  const server = await startServer('streams', { STREAMS: way });
  const before = await usageOf(server);
  const reader = fork(new URL('./read-streams.ts', import.meta.url), [String(server.port), String(streams)]);
  await once(reader, 'message');
  await wait(1_000);
  const open = await usageOf(server);
  const { cpu, milliseconds } = await tellAll(server, reader);
  const idleFrom = await usageOf(server);
  await wait(idleMilliseconds);
  const idleTo = await usageOf(server);
  reader.kill();
  await stopServer(server);
  return {
    kibibytesPerStream: (open.rss - before.rss) / 1_024 / streams,
    mebibytes: open.rss / 1_048_576,
    cpuMicrosecondsPerEvent: cpu / events / streams,
    millisecondsToTellAll: milliseconds / events,
    idleCpuPercent: (idleTo.cpu - idleFrom.cpu) / idleMilliseconds / 10,
  };
}

/** One event after the other, each when the one before has arrived everywhere. */
async function tellAll(
  server: ServerProcess,
  reader: ChildProcess,
): Promise<{ readonly cpu: number; readonly milliseconds: number }> {
  const from = await usageOf(server);
  const began = performance.now();
  for (let event = 0; event < events; event++) {
    const arrived = once(reader, 'message');
    server.child.send('publish');
    await arrived;
  }
  const milliseconds = performance.now() - began;
  const to = await usageOf(server);
  return { cpu: to.cpu - from.cpu, milliseconds };
}

async function usageOf({ child }: ServerProcess): Promise<Usage> {
  const answer = once(child, 'message') as Promise<[Usage]>;
  child.send('usage');
  return (await answer)[0];
}

function medians(samples: readonly Sample[]): Sample {
  const middle = (of: (sample: Sample) => number): number => round(median(samples.map(of)));
  return {
    kibibytesPerStream: middle((sample) => sample.kibibytesPerStream),
    mebibytes: middle((sample) => sample.mebibytes),
    cpuMicrosecondsPerEvent: middle((sample) => sample.cpuMicrosecondsPerEvent),
    millisecondsToTellAll: middle((sample) => sample.millisecondsToTellAll),
    idleCpuPercent: middle((sample) => sample.idleCpuPercent),
  };
}
