// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

import type { FromContract, Handler } from '@brrt/router-core/ports';
import type * as schemas from './types.gen.ts';

/** `GET /users` Find users */
export interface ListUsersRequest {
  readonly path: {};
  readonly query: {
    /** Part of the name or of the e-mail address, in upper or lower case. `%` and `_` stand for themselves. */
    readonly q?: string;
    /** Only users with one of these roles. */
    readonly role?: readonly schemas.Role[];
    /** Properties to sort by, most significant first; a minus sign sorts downwards. */
    readonly sort: readonly ("name" | "-name" | "email" | "-email" | "role" | "-role" | "createdAt" | "-createdAt")[];
    /** Users on one page. */
    readonly limit: number;
    /** Users to skip. */
    readonly offset: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListUsersResponse =
  /** One page of the users found. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
      readonly Link?: string;
    };
    readonly body: schemas.UserPage;
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
  };

/** `POST /users` Register a user */
export interface CreateUserRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.NewUser;
}

export type CreateUserResponse =
  /** The user as registered. */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Location: string;
    };
    readonly body: schemas.User;
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
  /** The e-mail address belongs to another user. */
  | {
    readonly status: 409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  };

/** `GET /users/{id}` One user */
export interface GetUserRequest {
  readonly path: {
    /** The user's id. */
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetUserResponse =
  /** The user. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.User;
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
  };

/** `PUT /users/{id}` Replace a user */
export interface ReplaceUserRequest {
  readonly path: {
    /** The user's id. */
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.NewUser;
}

export type ReplaceUserResponse =
  /** The user. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.User;
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
  /** The e-mail address belongs to another user. */
  | {
    readonly status: 409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  };

/** `PATCH /users/{id}` Change some properties of a user */
export type UpdateUserRequest = {
  readonly path: {
    /** The user's id. */
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
} & (
  | {
    readonly contentType: "application/merge-patch+json";
    readonly body: schemas.UserPatch;
  }
  | {
    readonly contentType: "application/json";
    readonly body: schemas.UserPatch;
  }
);

export type UpdateUserResponse =
  /** The user. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.User;
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
  /** The e-mail address belongs to another user. */
  | {
    readonly status: 409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  };

/** `DELETE /users/{id}` Remove a user */
export interface DeleteUserRequest {
  readonly path: {
    /** The user's id. */
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type DeleteUserResponse =
  /** The user is gone. */
  | {
    readonly status: 204;
    readonly body?: undefined;
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
  };

/** `GET /users/{id}/pets` The pets of a user */
export interface ListUserPetsRequest {
  readonly path: {
    /** The user's id. */
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListUserPetsResponse =
  /** The user's pets; none is an empty list. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.UserPets;
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
  /** The pet store is out of reach or answered something that its contract does not allow. */
  | {
    readonly status: 502;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  }
  /** The pet store did not answer in time. */
  | {
    readonly status: 504;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Problem;
  };

/** By operation; `fromContract` answers from the examples of the contract until a handler is written. */
export type Handlers<Context> = {
  /** `GET /users` Find users */
  readonly listUsers: Handler<ListUsersRequest, ListUsersResponse, Context> | FromContract;
  /** `POST /users` Register a user */
  readonly createUser: Handler<CreateUserRequest, CreateUserResponse, Context> | FromContract;
  /** `GET /users/{id}` One user */
  readonly getUser: Handler<GetUserRequest, GetUserResponse, Context> | FromContract;
  /** `PUT /users/{id}` Replace a user */
  readonly replaceUser: Handler<ReplaceUserRequest, ReplaceUserResponse, Context> | FromContract;
  /** `PATCH /users/{id}` Change some properties of a user */
  readonly updateUser: Handler<UpdateUserRequest, UpdateUserResponse, Context> | FromContract;
  /** `DELETE /users/{id}` Remove a user */
  readonly deleteUser: Handler<DeleteUserRequest, DeleteUserResponse, Context> | FromContract;
  /** `GET /users/{id}/pets` The pets of a user */
  readonly listUserPets: Handler<ListUserPetsRequest, ListUserPetsResponse, Context> | FromContract;
};
