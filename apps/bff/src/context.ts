import type { HandlerContext } from '@brrt/router-core';
import type { PetstoreClient } from './generated/clients/petstore.gen.ts';
import type { UserServiceClient } from './generated/clients/user-service.gen.ts';

/** What handlers share as `context.dependencies`: this service has nothing of its own. */
export type Dependencies = Record<string, never>;

/** Generated clients of other services, as `context.clients`. */
export type Clients = {
  readonly petstore: PetstoreClient;
  readonly userService: UserServiceClient;
};

export type Context = HandlerContext<Dependencies, Clients>;
