import { createApp } from './fastify-app.mjs';
import { address, report } from './handlers.mjs';

// Fastify as its guides teach it: schemas for what comes in and a serializer for what goes out.
const app = createApp({ logger: false });
await app.listen(address);
report(app.server.address().port);
