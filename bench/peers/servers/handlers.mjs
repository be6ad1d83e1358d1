export { report } from '../../servers/report.ts';
export { addPet, getPet, getStatus, listPets } from '../../shop/src/handlers.ts';

export const apiKey = process.env.SHOP_API_KEY;

/** What every server listens with: a burst of connections waits instead of being refused. */
export const address = { port: 0, host: '127.0.0.1', backlog: 4096 };

/** Documented options of `node:http` that make any server faster; connections are kept while other servers are measured. */
export const serverOptions = { optimizeEmptyRequests: true, noDelay: true, keepAliveTimeout: 600_000 };
