export { openCors } from './open-cors.ts';
export { createOpenHandlers, createPresenceHandlers } from './presence-security.ts';
