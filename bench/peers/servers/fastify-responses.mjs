import { createApp } from './fastify-app.mjs';
import { checkResponses } from './fastify-responses-hook.mjs';
import { address, report } from './handlers.mjs';

// The same, and what handlers answer is checked.
const app = createApp({ logger: false }, (app) => checkResponses(app));
await app.listen(address);
report(app.server.address().port);
