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

/** One service in the guide of the workspace. */
export interface GuidedService {
  readonly service: string;
  readonly port: number | undefined;
  /** Services that it has clients of or passes operations on to, sorted. */
  readonly called: readonly string[];
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

function serviceRow({ service, port, called }: GuidedService): string {
  return `| \`apps/${service}\` | ${port ?? ''} | ${called.join(', ')} |\n`;
}
