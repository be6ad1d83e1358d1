import { type Operation, type ServiceModel, visibleText } from '@brrt/service-model';
import { handlersFolder } from './handler-files.ts';
import { type RegistryEntry, readRegistry } from './read-registry.ts';

export interface ServiceGuide {
  /** Folder under `apps/`. */
  readonly service: string;
  /** Text of the registry of handlers. */
  readonly registry: string;
  /** Its contract is the generator's, made of `composition.yaml` and `aggregates.yaml`. */
  readonly isComposed: boolean;
}

/**
 * How to work on one service. Of the contract it has names, methods and paths alone: its prose is not to tell agents what to do.
 */
export function emitServiceGuide({ operations }: ServiceModel, guide: ServiceGuide): string {
  const { service, registry, isComposed } = guide;
  const entries = new Map((readRegistry(registry) ?? []).map((entry) => [entry.name, entry]));
  const rows = operations.map((operation) => operationRow(operation, entries.get(operation.name)));
  return `# ${service}

A service made from \`openapi.yaml\`. The contract decides what exists; code follows it. Commands are run at the root of the workspace.

| to | run |
|---|---|
| serve, with saved code and contracts taken up at once | \`npx nx serve ${service}\` |
| answer from the contract alone | \`npx nx mock ${service}\` |
| check contract, code, types and tests | \`npx nx run-many -t lint typecheck test -p ${service}\` |
| let generated code follow the contract | \`npx nx sync\` (\`npx nx sync:check\` fails when it does not) |
| build what plain \`node\` runs | \`npx nx build ${service}\` |

| file | whose it is |
|---|---|
${isComposed ? composedContract : ownContract}
| \`config.yaml\`, over it \`config.development.yaml\` or \`config.production.yaml\` | yours: settings; secrets only as \`\${VARIABLE}\` |
| \`${handlersFolder}/\` | yours: one file per operation; \`index.ts\` lists them all |
| \`src/service.ts\`, \`src/context.ts\`, \`src/authorize.ts\`, \`src/main.ts\` | yours, written once |
| \`deploy/Dockerfile\`, \`deploy/overlays/\` | yours, written once by \`nx g brrt:deploy\`: the image, and what a cluster has otherwise; all else in \`deploy/\` is the generator's |
| ${isComposed ? '`openapi.yaml`, ' : ''}\`src/generated/\`, this part of \`AGENTS.md\` | the generator's: never edit, change the contract and run \`npx nx sync\` |

To add an operation:

1. ${isComposed ? addToComposed : addToOwn} with \`operationId\`, security, every response and an example; \`npx brrt lint apps/${service}/openapi.yaml\` says what is missing.
2. \`npx nx sync\`: types and the entry in \`${handlersFolder}/index.ts\` are there, and the operation answers from its example.
3. \`npx nx g brrt:handler ${service} <operationId>\` makes its file; write the handler. A status or body that the contract does not declare does not compile.
4. Say in \`src/authorize.ts\` who may act on which object, and write a test that asks through \`service.fetch\`.

Never repeat in code what the contract checks already. Throw \`ProblemError\` for what it cannot say; nothing of a stack or of another service's answer leaves.

| operation | request | answered by |
|---|---|---|
${rows.join('')}`;
}

const ownContract = '| `openapi.yaml` | yours: the contract; what is not in it does not exist |';
const composedContract =
  '| `composition.yaml`, `aggregates.yaml` | yours: the contract is made of them; what is not in it does not exist |';

const addToOwn = 'Write it into `openapi.yaml`';
const addToComposed =
  'Name it in `composition.yaml` where another service has it, and it is passed on; else write it into `aggregates.yaml`';

function operationRow({ name, method, path }: Operation, entry: RegistryEntry | undefined): string {
  return `| \`${name}\` | ${code(`${method} ${path}`)} | ${answeredBy(entry)} |\n`;
}

function answeredBy(entry: RegistryEntry | undefined): string {
  if (entry === undefined) return 'nobody yet';
  if (entry.marker === 'fromContract') return 'its examples';
  if (entry.marker === 'passThrough') return 'another service';
  return entry.file === undefined ? `\`${handlersFolder}/index.ts\`` : `\`${handlersFolder}/${entry.file.slice(2)}\``;
}

/** Text of a contract as code in a cell: nothing ends it. */
function code(text: string): string {
  return `\`${visibleText(text).replaceAll('`', "'").replaceAll('|', '\\|')}\``;
}
