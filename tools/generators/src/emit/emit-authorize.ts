/** `src/authorize.ts`: the rules about single objects, none yet. */
export function emitAuthorize(): string {
  return `import type { AuthorizersOf } from '@brrt/router-core';
import type { Context } from './context.ts';
import type { Handlers } from './generated/handlers.gen.ts';

/**
 * Whose objects a caller may use, by operation: a rule that says true or false (403), or throws what the handler throws for an
 * object that is not there (404); or 'allow' where every caller may use every object. \`brrt lint\` names what is still undecided.
 *
 *   getOrder: async ({ path }, { principal, dependencies }) =>
 *     (await dependencies.orders.ownerOf(path.orderId)) === principal?.subject,
 */
export const authorize: AuthorizersOf<Handlers<Context>> = {};
`;
}
