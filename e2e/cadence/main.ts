import { parseArgs } from 'node:util';
import { copyWorkspace } from '../support/workspace-copy.ts';
import { measureAffected } from './measure-affected.ts';
import { measureContract } from './measure-contract.ts';
import { measureLoad } from './measure-load.ts';
import { measureMock } from './measure-mock.ts';
import { measureNewService } from './measure-new-service.ts';
import { formatRows, type Row } from './row.ts';

const usage = `npm run cadence [-- --quick] [-- --json] [-- --spec <file>]…

How long a developer waits, in a copy of this workspace: from a contract to the first answer of a new service, from a saved file to
the new behaviour, for generation and types, and for \`nx affected\` among 50 services. Medians and, of many rounds, the 95th percentile.

  --spec <file>  a contract to measure beside the pet store's; may be repeated
  --quick        few rounds: for trying, not for quoting
  --json         prints { rows: [...] } only`;

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
    spec: { type: 'string', multiple: true, default: [] },
  },
});

if (values.help) console.log(usage);
else await run();

async function run(): Promise<void> {
  const rounds = values.quick ? 4 : 20;
  const rows: Row[] = [];
  const add = (more: readonly Row[]): void => {
    rows.push(...more);
    if (!values.json) console.log(formatRows(more));
  };
  add(await measureMock(values.quick ? 3 : 9));
  {
    await using copy = await copyWorkspace();
    add(await measureNewService(copy.root, values.quick ? 1 : 3));
    add(await measureContract(copy.root, { name: 'petstore', rounds }));
    for (const [index, spec] of values.spec.entries())
      add(await measureContract(copy.root, { name: `measured-${index + 1}`, spec, rounds }));
    add(await measureLoad(copy.root, { swaps: values.quick ? 5 : 50, requests: values.quick ? 5_000 : 100_000 }));
  }
  await using copy = await copyWorkspace();
  add(await measureAffected(copy.root, { services: values.quick ? 5 : 50, rounds: values.quick ? 2 : 5 }));
  if (values.json) console.log(JSON.stringify({ rows }));
}
