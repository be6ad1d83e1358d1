/** `src/context.ts`: the types of what handlers share. */
export function emitContext(): string {
  return `import type { HandlerContext } from '@brrt/router-core';

/** What handlers share as \`context.dependencies\`: stores, clocks and the like. \`service.ts\` creates it. */
export type Dependencies = Record<string, never>;

/** Generated clients of other services, as \`context.clients\`: \`npx nx g brrt:client <service> --for <this app>\` adds one. */
export type Clients = Record<string, never>;

export type Context = HandlerContext<Dependencies, Clients>;
`;
}
