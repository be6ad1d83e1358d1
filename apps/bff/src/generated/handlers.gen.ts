// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

import type { FromContract, Handler } from '@brrt/router-core/ports';
import type * as schemas from './types.gen.ts';

/** `GET /dashboard/{userId}` The dashboard of a user */
export interface GetDashboardRequest {
  readonly path: {
    /** The user's id. */
    readonly userId: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetDashboardResponse =
  /** Everything that the screen shows. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.Dashboard;
  }
  /** The request breaks this contract. */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  }
  /** The API key is missing or not accepted. */
  | {
    readonly status: 401;
    readonly contentType?: "application/problem+json";
    readonly headers?: {
      readonly "WWW-Authenticate"?: string;
    };
    readonly body: schemas.Problem;
  }
  /** There is no such user. */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  }
  /** A service that has a required part is out of reach or answered something that its contract does not allow. */
  | {
    readonly status: 502;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  }
  /** A service that has a required part did not answer in time. */
  | {
    readonly status: 504;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  };

/** By operation; `fromContract` answers from the examples of the contract until a handler is written. */
export type Handlers<Context> = {
  /** `GET /dashboard/{userId}` The dashboard of a user */
  readonly getDashboard: Handler<GetDashboardRequest, GetDashboardResponse, Context> | FromContract;
};
