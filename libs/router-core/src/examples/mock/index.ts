export type { ResourceOperation } from './infer-resources.ts';
export { openCors } from './open-cors.ts';
export { createOpenHandlers, createPresenceHandlers } from './presence-security.ts';
export type { StoreSnapshot } from './resource-store.ts';
export { createStatefulMock, type StatefulMock, type StatefulOptions } from './stateful-mock.ts';
