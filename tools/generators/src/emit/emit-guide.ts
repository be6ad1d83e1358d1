import { type Operation, type ServiceModel, visibleText } from '@brrt/service-model';
import { handlersFolder } from './handler-files.ts';
import { type RegistryEntry, readRegistry } from './read-registry.ts';

/** Of an app and of the workspace: read by people and by coding agents (https://agents.md). */
export const guideFile = 'AGENTS.md';

const begin = '<!-- brrt:begin: written by `npx nx sync`; what stands outside of this part is yours -->';
const end = '<!-- brrt:end -->';

/**
 * A guide whose part is made anew. Undefined: it stays as it is, because it has no such part, so its owner wants none, or because
 * the part is the same.
 */
export function updateGuide(current: string | undefined, part: string): string | undefined {
  if (current === undefined) return `${begin}\n${part}${end}\n`;
  const [from, to] = [current.indexOf(begin), current.indexOf(end)];
  if (from === -1 || to < from) return undefined;
  const text = `${current.slice(0, from)}${begin}\n${part}${current.slice(to)}`;
  return text === current ? undefined : text;
}

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
| \`config.yaml\`, \`config.development.yaml\` | yours: settings; secrets only as \`\${VARIABLE}\` |
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

/** One service in the guide of the workspace. */
export interface GuidedService {
  readonly service: string;
  readonly port: number | undefined;
  /** Services that it has clients of. */
  readonly clients: readonly string[];
}

/** How to work in the workspace. */
export function emitWorkspaceGuide(services: readonly GuidedService[]): string {
  return `# Services from OpenAPI contracts

Every folder of \`apps/\` with an \`openapi.yaml\` is a service; its \`AGENTS.md\` says how to work on it. Nx and the pinned Node come
with \`npm ci\`.

| service | port | calls |
|---|---|---|
${services.map(serviceRow).join('')}
| to | run |
|---|---|
| serve everything, with the developer dashboard | \`npm start\`, or \`npx nx serve <service>\` for one and what it calls |
| make a service from a contract | \`npx nx g brrt:service <name> --spec <file>\` |
| call one service from another | \`npx nx g brrt:client <called> --for <caller> --operations <operationId>,…\` |
| let generated code follow the contracts | \`npx nx sync\` (\`npx nx sync:check\` fails when it does not) |
| check what a change touches | \`npx nx affected -t lint typecheck test build\` |
| see what the running services do | \`npx brrt dev traces\`, \`logs\`, \`errors\` (\`--json\`, \`--follow\`); \`npx brrt mcp\` for agents |

Rules: change the contract first. Never edit \`src/generated\`. Apps never import one another: they call through generated clients.
Every command takes \`--help\`; those of \`brrt\` that report take \`--json\`.
`;
}

function serviceRow({ service, port, clients }: GuidedService): string {
  return `| \`apps/${service}\` | ${port ?? ''} | ${clients.join(', ')} |\n`;
}
