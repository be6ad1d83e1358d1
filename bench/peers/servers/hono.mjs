import { startHono } from './hono-app.mjs';

startHono({ checksResponses: false });
