import type { HandlerContext } from '@brrt/router-core';
import type { PetstoreClient } from './generated/clients/petstore.gen.ts';
import type { UserRepository } from './users/user-repository.ts';

/** What handlers share as `context.dependencies`. */
export interface Dependencies {
  readonly users: UserRepository;
}

/** Generated clients of other services, as `context.clients`. */
export type Clients = {
  readonly petstore: PetstoreClient;
};

export type Context = HandlerContext<Dependencies, Clients>;
