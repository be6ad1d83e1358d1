// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

import type { BinaryBody, FromContract, Handler, UploadedFile, WebSocketChannel, WebSocketHandler } from '@brrt/router-core/ports';
import type * as schemas from './types.gen.ts';

/** `GET /pets` List pets */
export interface ListPetsRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
    /** Filter pets by tags */
    readonly tags?: readonly schemas.Tag[];
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListPetsResponse =
  /** A page of pets */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Pet[];
  }
  /** The request breaks the contract */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /pets` Add a pet */
export interface AddPetRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.CreatePetRequest;
}

export type AddPetResponse =
  /** The pet was added */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Location: string;
    };
    readonly body: schemas.PetCreationResponse;
  }
  /** The request breaks the contract */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept201And400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `QUERY /pets` Find pets by a condition too rich for a query string */
export interface QueryPetsRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.PetQuery;
}

export type QueryPetsResponse =
  /** The pets that match, all of them on one page when `limit` allows */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Pet[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/**
 * `GET /pets/by-tag/{tag}` Find pets by one tag
 * @deprecated
 */
export interface FindPetsByTagRequest {
  readonly path: {
    readonly tag: schemas.Tag;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type FindPetsByTagResponse =
  /** At most 100 pets with this tag */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Deprecation: string;
      readonly Link: string;
    };
    readonly body: readonly schemas.Pet[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /pets/{id}` Get a specific pet */
export interface GetPetRequest {
  readonly path: {
    /** Number of the pet */
    readonly id: schemas.PetId;
  };
  readonly query: {};
  readonly headers: {
    /** Entity tags that the client already has (RFC 9110 §13.1.2) */
    readonly "If-None-Match"?: string;
  };
  readonly cookies: {};
  readonly body: undefined;
}

export type GetPetResponse =
  /** A pet */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly ETag: string;
    };
    readonly body: schemas.Pet;
  }
  /** The client has the newest revision already */
  | {
    readonly status: 304;
    readonly headers: {
      readonly ETag: string;
    };
    readonly body?: undefined;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And304And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `PUT /pets/{id}` Replace a pet */
export interface ReplacePetRequest {
  readonly path: {
    /** Number of the pet */
    readonly id: schemas.PetId;
  };
  readonly query: {};
  readonly headers: {
    /** Entity tag of the revision that the change is for (RFC 9110 §13.1.1); `*` for any */
    readonly "If-Match"?: string;
  };
  readonly cookies: {};
  readonly body: schemas.PetReplacement;
}

export type ReplacePetResponse =
  /** The pet as it is now */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly ETag: string;
    };
    readonly body: schemas.Pet;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The pet has changed since the client read it */
  | {
    readonly status: 412;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404And412;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `PATCH /pets/{id}` Change some properties of a pet */
export type UpdatePetRequest = {
  readonly path: {
    /** Number of the pet */
    readonly id: schemas.PetId;
  };
  readonly query: {};
  readonly headers: {
    /** Entity tag of the revision that the change is for (RFC 9110 §13.1.1); `*` for any */
    readonly "If-Match"?: string;
  };
  readonly cookies: {};
} & (
  | {
    readonly contentType: "application/json";
    readonly body: schemas.PetPatch;
  }
  | {
    readonly contentType: "application/merge-patch+json";
    readonly body: schemas.PetPatch;
  }
);

export type UpdatePetResponse =
  /** The pet as it is now */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly ETag: string;
    };
    readonly body: schemas.Pet;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The pet has changed since the client read it */
  | {
    readonly status: 412;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404And412;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `DELETE /pets/{id}` Remove a pet */
export interface DeletePetRequest {
  readonly path: {
    /** Number of the pet */
    readonly id: schemas.PetId;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type DeletePetResponse =
  /** Removed */
  | {
    readonly status: 204;
    readonly body?: undefined;
  }
  /** Who is calling is not known */
  | {
    readonly status: 401;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The caller may not do this */
  | {
    readonly status: 403;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept204And401And403And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /users` List users */
export interface ListUsersRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListUsersResponse =
  /** A page of users */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.UserList;
  }
  /** The request breaks the contract */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /users/{user_id}` Get user by ID */
export interface GetUserRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetUserResponse =
  /** The user */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.User;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `DELETE /users/{user_id}` Delete user */
export interface DeleteUserRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type DeleteUserResponse =
  /** Deleted */
  | {
    readonly status: 204;
    readonly body?: undefined;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept204And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `HEAD /users/{user_id}` Check user exists */
export interface HeadUserRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type HeadUserResponse =
  /** Exists */
  | {
    readonly status: 200;
    readonly body?: undefined;
  }
  /** Not found */
  | {
    readonly status: 404;
    readonly body?: undefined;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404;
    readonly body?: undefined;
  };

/** `OPTIONS /users/{user_id}` Allowed operations */
export interface OptionsUserRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type OptionsUserResponse =
  /** Allowed operations */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Allow: readonly string[];
    };
    readonly body: {
      readonly allow: string;
    };
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /users/{user_id}/posts` List posts by user */
export interface ListUserPostsRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListUserPostsResponse =
  /** A page of posts */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Post[];
  }
  /** The request breaks the contract */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /users/{user_id}/posts/{post_id}` Get specific post */
export interface GetPostRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
    readonly post_id: schemas.PostId;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetPostResponse =
  /** The post */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.Post;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /users/{user_id}/pets` List the pets of an owner */
export interface ListUserPetsRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListUserPetsResponse =
  /** All pets of this owner */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Pet[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /users/{user_id}/orders` List the orders of a customer */
export interface ListUserOrdersRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {
    /** Page size limit; orders are larger than pets */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListUserOrdersResponse =
  /** A page of orders */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.OrderList;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /users/{user_id}/recommendations` What this user may like */
export interface GetUserRecommendationsRequest {
  readonly path: {
    readonly user_id: schemas.UserId;
  };
  readonly query: {
    readonly limit: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetUserRecommendationsResponse =
  /** Best first */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.RecommendationList;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /orders` List orders */
export interface ListOrdersRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
    /** Orders in any of these states, as `status=placed,paid` */
    readonly status?: readonly schemas.OrderStatus[];
    /** Days, both included, as `from=2026-01-01&to=2026-01-31` */
    readonly period?: {
      /** Format: date */
      readonly from?: string;
      /** Format: date */
      readonly to?: string;
    };
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListOrdersResponse =
  /** A page of orders */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.OrderList;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /orders` Place an order */
export interface PlaceOrderRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {
    readonly "Idempotency-Key"?: string;
  };
  readonly cookies: {};
  readonly body: schemas.PlaceOrderRequest;
}

export type PlaceOrderResponse =
  /** This order was placed before, with the same `Idempotency-Key` */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.Order;
  }
  /** Placed */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Location: string;
    };
    readonly body: schemas.Order;
  }
  /** The state of the store does not allow this */
  | {
    readonly status: 409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XXExcept409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And201And409And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /orders/{orderId}` Get an order */
export interface GetOrderRequest {
  readonly path: {
    readonly orderId: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetOrderResponse =
  /** The order */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.Order;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XXExcept404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /items` List items */
export interface ListItemsRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
    /** Items of any of these categories or of categories below them, as `categories=toys%20food` */
    readonly categories?: readonly schemas.CategoryId[];
    /** Price in cents, bounds included, as `price=min,500,max,2000` */
    readonly price?: {
      /** Format: int32 */
      readonly min?: number;
      /** Format: int32 */
      readonly max?: number;
    };
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListItemsResponse =
  /** A page of items in the order of their names */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Item[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /items/{id}` Get an item */
export interface GetItemRequest {
  readonly path: {
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetItemResponse =
  /** The item */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.Item;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /items/{id}` Update or create item by ID */
export interface PostItemRequest {
  readonly path: {
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.CreateItemRequest;
}

export type PostItemResponse =
  /** Updated */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.Item;
  }
  /** Created */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Location: string;
    };
    readonly body: schemas.Item;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And201And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /categories` The tree of categories */
export interface GetCategoryTreeRequest {
  readonly path: {};
  readonly query: {
    /** How many levels to show, all when left out */
    readonly depth?: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetCategoryTreeResponse =
  /** Categories at the top, each with those below it */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: readonly schemas.Category[];
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /categories` Add a category with everything below it */
export interface AddCategoryRequest {
  readonly path: {};
  readonly query: {
    /** Below which category; at the top when left out */
    readonly parent?: schemas.CategoryId;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.Category;
}

export type AddCategoryResponse =
  /** Added */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly body: schemas.Category;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The state of the store does not allow this */
  | {
    readonly status: 409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept201And404And409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /inventory` What is in stock, and where */
export interface GetInventoryRequest {
  readonly path: {};
  readonly query: {
    /** A JSON object in the query string */
    readonly filter?: schemas.InventoryFilter;
  };
  readonly headers: {
    /** Only these stores, as `amsterdam,utrecht` */
    readonly "X-Stock-Locations"?: readonly schemas.StoreId[];
  };
  readonly cookies: {};
  readonly body: undefined;
}

export type GetInventoryResponse =
  /** Stock levels in the order of items and stores */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: readonly schemas.StockLevel[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /stores/near/{position}` Stores near a position */
export interface FindNearestStoresRequest {
  readonly path: {
    /** WGS 84 in degrees, as `lat=52.09,lon=5.12` */
    readonly position: schemas.Position;
  };
  readonly query: {
    /** Kilometres */
    readonly radius: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type FindNearestStoresResponse =
  /** Stores within the radius */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: readonly {
      readonly store: schemas.Store;
      readonly distanceKm: number;
    }[];
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /animals` Animals in the shelter */
export interface ListAnimalsRequest {
  readonly path: {};
  readonly query: {
    readonly type?: schemas.AnimalType;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListAnimalsResponse =
  /** Longest stay first */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: readonly schemas.Admission[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /animals` Take an animal in */
export interface AdmitAnimalRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.Animal;
}

export type AdmitAnimalResponse =
  /** Taken in */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly body: schemas.Admission;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept201And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /admin/settings` Admin settings */
export interface AdminSettingsRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type AdminSettingsResponse =
  /** OK */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.AdminSettings;
  }
  /** Who is calling is not known */
  | {
    readonly status: 401;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The caller may not do this */
  | {
    readonly status: 403;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And401And403;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `PUT /admin/settings` Replace the admin settings */
export interface UpdateAdminSettingsRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.AdminSettingsInput;
}

export type UpdateAdminSettingsResponse =
  /** The settings as they are now */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.AdminSettings;
  }
  /** Who is calling is not known */
  | {
    readonly status: 401;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The caller may not do this */
  | {
    readonly status: 403;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And401And403;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /events` What happened in the store */
export interface StreamEventsRequest {
  readonly path: {};
  readonly query: {
    readonly follow: boolean;
  };
  readonly headers: {
    /** The last event that the client has seen */
    readonly "Last-Event-ID"?: number;
  };
  readonly cookies: {};
  readonly body: undefined;
}

export type StreamEventsResponse =
  /** Stream of events */
  | {
    readonly status: 200;
    readonly contentType?: "text/event-stream";
    readonly body: Iterable<schemas.StreamedEvent> | AsyncIterable<schemas.StreamedEvent> | string;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /events/live` Choose what to hear of the store, while it happens */
export interface WatchEventsRequest {
  readonly path: {};
  readonly query: {
    /** The last event that the client has seen; only new ones without it */
    readonly after?: number;
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type WatchEventsSocket = WebSocketChannel<schemas.EventChoice, schemas.LiveMessage>;

/** `GET /download/{id}` Download file */
export interface DownloadFileRequest {
  readonly path: {
    readonly id: string;
  };
  readonly query: {
    /** The file itself, or what is known about it (JSON) */
    readonly view: "content" | "metadata";
  };
  readonly headers: {
    /** One range of octets (RFC 9110 §14.2); anything else is ignored */
    readonly Range?: string;
  };
  readonly cookies: {};
  readonly body: undefined;
}

export type DownloadFileResponse =
  /** Binary file */
  | {
    readonly status: 200;
    readonly contentType: "image/png";
    readonly headers?: {
      readonly "Accept-Ranges"?: "bytes";
      readonly "Content-Disposition"?: string;
    };
    readonly body: BinaryBody | string;
  }
  /** Binary file */
  | {
    readonly status: 200;
    readonly contentType: "application/octet-stream";
    readonly headers?: {
      readonly "Accept-Ranges"?: "bytes";
      readonly "Content-Disposition"?: string;
    };
    readonly body: BinaryBody | string;
  }
  /** Binary file */
  | {
    readonly status: 200;
    readonly contentType: "application/json";
    readonly headers?: {
      readonly "Accept-Ranges"?: "bytes";
      readonly "Content-Disposition"?: string;
    };
    readonly body: schemas.FileMetadata;
  }
  /** The range that was asked for */
  | {
    readonly status: 206;
    readonly contentType: "image/png";
    readonly headers: {
      readonly "Content-Range": string;
    };
    readonly body: BinaryBody | string;
  }
  /** The range that was asked for */
  | {
    readonly status: 206;
    readonly contentType: "application/octet-stream";
    readonly headers: {
      readonly "Content-Range": string;
    };
    readonly body: BinaryBody | string;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The file ends before this range begins */
  | {
    readonly status: 416;
    readonly contentType?: "application/problem+json";
    readonly headers: {
      readonly "Content-Range": string;
    };
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And206And404And416;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /upload` Upload file */
export interface UploadFileRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: {
    readonly file: UploadedFile;
    readonly metadata?: {
      readonly [key: string]: string;
    };
  };
}

export type UploadFileResponse =
  /** Uploaded */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Location: string;
    };
    readonly body: {
      /** Format: uuid */
      readonly id: string;
      /** Format: uri-reference */
      readonly location: string;
    };
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept201And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /form` Submit form */
export interface SubmitFormRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: {
    readonly name: string;
    /** Format: int32 */
    readonly age?: number;
    readonly interests?: readonly string[];
  };
}

export type SubmitFormResponse =
  /** Accepted */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: {
      readonly ok: boolean;
      /** Format: int64 */
      readonly applicationId?: number;
      /** Applications that came earlier */
      readonly waitingBefore?: number;
    };
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /matrix/{coords}` Matrix-style path parameter */
export interface GetMatrixRequest {
  readonly path: {
    readonly coords: readonly number[];
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetMatrixResponse =
  /** OK */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: {
      readonly coords: readonly number[];
      readonly dimensions: number;
      readonly distance: number;
    };
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /labels/{color}` Label-style path parameter */
export interface GetLabelRequest {
  readonly path: {
    readonly color: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetLabelResponse =
  /** OK */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: {
      readonly color: string;
      readonly pets: number;
    };
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /search` Complex query parameters */
export interface SearchRequest {
  readonly path: {};
  readonly query: {
    readonly tags?: readonly schemas.Tag[];
    readonly filters?: {
      readonly [key: string]: string;
    };
  };
  readonly headers: {
    /** Kept with the search, and given back */
    readonly "X-Trace-Id"?: string;
  };
  readonly cookies: {
    readonly session?: string;
  };
  readonly body: undefined;
}

export type SearchResponse =
  /** OK */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers?: {
      readonly "X-Trace-Id"?: string;
    };
    readonly body: {
      readonly results: readonly schemas.Item[];
      /** Earlier searches of this session, newest first */
      readonly earlier?: readonly string[];
    };
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /secure` Protected endpoint */
export interface SecureEndpointRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type SecureEndpointResponse =
  /** OK */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: {
      readonly status: "ok";
      readonly subject?: string;
      /** Which credential was accepted */
      readonly scheme?: string;
      readonly scopes?: readonly string[];
    };
  }
  /** Who is calling is not known */
  | {
    readonly status: 401;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** The caller may not do this */
  | {
    readonly status: 403;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And401And403;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `GET /webhooks` List webhook subscriptions */
export interface ListWebhooksRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type ListWebhooksResponse =
  /** All subscriptions, oldest first */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: readonly schemas.Subscription[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `POST /webhooks` Register webhook */
export interface RegisterWebhookRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.RegisterWebhookRequestInput;
}

export type RegisterWebhookResponse =
  /** The subscription for this URL was changed */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.RegisteredSubscription;
  }
  /** Registered */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly body: schemas.RegisteredSubscription;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And201And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

/** `DELETE /webhooks/{subscription_id}` Cancel a webhook subscription */
export interface DeleteWebhookRequest {
  readonly path: {
    readonly subscription_id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type DeleteWebhookResponse =
  /** Cancelled */
  | {
    readonly status: 204;
    readonly body?: undefined;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept204And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.ProblemDetails;
  };

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type AsNumber<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;
type Status2XX = AsNumber<`2${Digit}${Digit}`>;
type Status3XX = AsNumber<`3${Digit}${Digit}`>;
type Status4XX = AsNumber<`4${Digit}${Digit}`>;
type Status5XX = AsNumber<`5${Digit}${Digit}`>;
type Status = Status2XX | Status3XX | Status4XX | Status5XX;
type StatusExcept200And400 = Exclude<Status, 200 | 400>;
type StatusExcept201And400 = Exclude<Status, 201 | 400>;
type StatusExcept200And4XX = Exclude<Status, 200 | Status4XX>;
type StatusExcept200And304And404 = Exclude<Status, 200 | 304 | 404>;
type StatusExcept200And404And412 = Exclude<Status, 200 | 404 | 412>;
type StatusExcept204And401And403And404 = Exclude<Status, 204 | 401 | 403 | 404>;
type StatusExcept200And404 = Exclude<Status, 200 | 404>;
type StatusExcept204And404 = Exclude<Status, 204 | 404>;
type StatusExcept200 = Exclude<Status, 200>;
type Status4XXExcept409 = Exclude<Status4XX, 409>;
type StatusExcept200And201And409And4XX = Exclude<Status, 200 | 201 | 409 | Status4XX>;
type Status4XXExcept404 = Exclude<Status4XX, 404>;
type StatusExcept200And404And4XX = Exclude<Status, 200 | 404 | Status4XX>;
type StatusExcept200And201And4XX = Exclude<Status, 200 | 201 | Status4XX>;
type StatusExcept201And404And409 = Exclude<Status, 201 | 404 | 409>;
type StatusExcept201And4XX = Exclude<Status, 201 | Status4XX>;
type StatusExcept200And401And403 = Exclude<Status, 200 | 401 | 403>;
type StatusExcept200And206And404And416 = Exclude<Status, 200 | 206 | 404 | 416>;
/** By operation; `fromContract` answers from the examples of the contract until a handler is written. */
export type Handlers<Context> = {
  /** `GET /pets` List pets */
  readonly listPets: Handler<ListPetsRequest, ListPetsResponse, Context> | FromContract;
  /** `POST /pets` Add a pet */
  readonly addPet: Handler<AddPetRequest, AddPetResponse, Context> | FromContract;
  /** `QUERY /pets` Find pets by a condition too rich for a query string */
  readonly queryPets: Handler<QueryPetsRequest, QueryPetsResponse, Context> | FromContract;
  /**
   * `GET /pets/by-tag/{tag}` Find pets by one tag
   * @deprecated
   */
  readonly findPetsByTag: Handler<FindPetsByTagRequest, FindPetsByTagResponse, Context> | FromContract;
  /** `GET /pets/{id}` Get a specific pet */
  readonly getPet: Handler<GetPetRequest, GetPetResponse, Context> | FromContract;
  /** `PUT /pets/{id}` Replace a pet */
  readonly replacePet: Handler<ReplacePetRequest, ReplacePetResponse, Context> | FromContract;
  /** `PATCH /pets/{id}` Change some properties of a pet */
  readonly updatePet: Handler<UpdatePetRequest, UpdatePetResponse, Context> | FromContract;
  /** `DELETE /pets/{id}` Remove a pet */
  readonly deletePet: Handler<DeletePetRequest, DeletePetResponse, Context> | FromContract;
  /** `GET /users` List users */
  readonly listUsers: Handler<ListUsersRequest, ListUsersResponse, Context> | FromContract;
  /** `GET /users/{user_id}` Get user by ID */
  readonly getUser: Handler<GetUserRequest, GetUserResponse, Context> | FromContract;
  /** `DELETE /users/{user_id}` Delete user */
  readonly deleteUser: Handler<DeleteUserRequest, DeleteUserResponse, Context> | FromContract;
  /** `HEAD /users/{user_id}` Check user exists */
  readonly headUser: Handler<HeadUserRequest, HeadUserResponse, Context> | FromContract;
  /** `OPTIONS /users/{user_id}` Allowed operations */
  readonly optionsUser: Handler<OptionsUserRequest, OptionsUserResponse, Context> | FromContract;
  /** `GET /users/{user_id}/posts` List posts by user */
  readonly listUserPosts: Handler<ListUserPostsRequest, ListUserPostsResponse, Context> | FromContract;
  /** `GET /users/{user_id}/posts/{post_id}` Get specific post */
  readonly getPost: Handler<GetPostRequest, GetPostResponse, Context> | FromContract;
  /** `GET /users/{user_id}/pets` List the pets of an owner */
  readonly listUserPets: Handler<ListUserPetsRequest, ListUserPetsResponse, Context> | FromContract;
  /** `GET /users/{user_id}/orders` List the orders of a customer */
  readonly listUserOrders: Handler<ListUserOrdersRequest, ListUserOrdersResponse, Context> | FromContract;
  /** `GET /users/{user_id}/recommendations` What this user may like */
  readonly getUserRecommendations: Handler<GetUserRecommendationsRequest, GetUserRecommendationsResponse, Context> | FromContract;
  /** `GET /orders` List orders */
  readonly listOrders: Handler<ListOrdersRequest, ListOrdersResponse, Context> | FromContract;
  /** `POST /orders` Place an order */
  readonly placeOrder: Handler<PlaceOrderRequest, PlaceOrderResponse, Context> | FromContract;
  /** `GET /orders/{orderId}` Get an order */
  readonly getOrder: Handler<GetOrderRequest, GetOrderResponse, Context> | FromContract;
  /** `GET /items` List items */
  readonly listItems: Handler<ListItemsRequest, ListItemsResponse, Context> | FromContract;
  /** `GET /items/{id}` Get an item */
  readonly getItem: Handler<GetItemRequest, GetItemResponse, Context> | FromContract;
  /** `POST /items/{id}` Update or create item by ID */
  readonly postItem: Handler<PostItemRequest, PostItemResponse, Context> | FromContract;
  /** `GET /categories` The tree of categories */
  readonly getCategoryTree: Handler<GetCategoryTreeRequest, GetCategoryTreeResponse, Context> | FromContract;
  /** `POST /categories` Add a category with everything below it */
  readonly addCategory: Handler<AddCategoryRequest, AddCategoryResponse, Context> | FromContract;
  /** `GET /inventory` What is in stock, and where */
  readonly getInventory: Handler<GetInventoryRequest, GetInventoryResponse, Context> | FromContract;
  /** `GET /stores/near/{position}` Stores near a position */
  readonly findNearestStores: Handler<FindNearestStoresRequest, FindNearestStoresResponse, Context> | FromContract;
  /** `GET /animals` Animals in the shelter */
  readonly listAnimals: Handler<ListAnimalsRequest, ListAnimalsResponse, Context> | FromContract;
  /** `POST /animals` Take an animal in */
  readonly admitAnimal: Handler<AdmitAnimalRequest, AdmitAnimalResponse, Context> | FromContract;
  /** `GET /admin/settings` Admin settings */
  readonly adminSettings: Handler<AdminSettingsRequest, AdminSettingsResponse, Context> | FromContract;
  /** `PUT /admin/settings` Replace the admin settings */
  readonly updateAdminSettings: Handler<UpdateAdminSettingsRequest, UpdateAdminSettingsResponse, Context> | FromContract;
  /** `GET /events` What happened in the store */
  readonly streamEvents: Handler<StreamEventsRequest, StreamEventsResponse, Context> | FromContract;
  /** `GET /events/live` Choose what to hear of the store, while it happens */
  readonly watchEvents: WebSocketHandler<WatchEventsRequest, WatchEventsSocket, Context> | FromContract;
  /** `GET /download/{id}` Download file */
  readonly downloadFile: Handler<DownloadFileRequest, DownloadFileResponse, Context> | FromContract;
  /** `POST /upload` Upload file */
  readonly uploadFile: Handler<UploadFileRequest, UploadFileResponse, Context> | FromContract;
  /** `POST /form` Submit form */
  readonly submitForm: Handler<SubmitFormRequest, SubmitFormResponse, Context> | FromContract;
  /** `GET /matrix/{coords}` Matrix-style path parameter */
  readonly getMatrix: Handler<GetMatrixRequest, GetMatrixResponse, Context> | FromContract;
  /** `GET /labels/{color}` Label-style path parameter */
  readonly getLabel: Handler<GetLabelRequest, GetLabelResponse, Context> | FromContract;
  /** `GET /search` Complex query parameters */
  readonly search: Handler<SearchRequest, SearchResponse, Context> | FromContract;
  /** `GET /secure` Protected endpoint */
  readonly secureEndpoint: Handler<SecureEndpointRequest, SecureEndpointResponse, Context> | FromContract;
  /** `GET /webhooks` List webhook subscriptions */
  readonly listWebhooks: Handler<ListWebhooksRequest, ListWebhooksResponse, Context> | FromContract;
  /** `POST /webhooks` Register webhook */
  readonly registerWebhook: Handler<RegisterWebhookRequest, RegisterWebhookResponse, Context> | FromContract;
  /** `DELETE /webhooks/{subscription_id}` Cancel a webhook subscription */
  readonly deleteWebhook: Handler<DeleteWebhookRequest, DeleteWebhookResponse, Context> | FromContract;
};

/** By operation and name of the callback: what the service sends, and what it is answered. */
export interface Callbacks {
  readonly registerWebhook: {
    readonly onEvent:
      /** `POST {$request.body#/url}` */
      | {
        readonly method: "POST";
        readonly expression: "{$request.body#/url}";
        readonly request: {
          readonly body: {
            readonly event: schemas.WebhookEvent;
            readonly payload?: {
              readonly [key: string]: unknown;
            };
          };
        };
        readonly answer:
          | {
            readonly status: 200;
            readonly headers: {};
            readonly body: undefined;
          };
      };
  };
}

/**
 * By operation and name of the link: what can be called next. Values of `parameters` and `requestBody` are constants, or
 * expressions over the exchange before (OpenAPI 3.1 §4.8.20).
 */
export interface Links {
  readonly addPet: {
    readonly GetPet:
      /** `GET /pets/{id}` */
      | {
        readonly status: 201;
        readonly operation: "getPet";
        readonly request: GetPetRequest;
        readonly response: GetPetResponse;
        readonly parameters: {
          readonly id: "$response.body#/id";
        };
      };
  };
  readonly getPet: {
    readonly Owner:
      /** `GET /users/{user_id}` */
      | {
        readonly status: 200;
        readonly operation: "getUser";
        readonly request: GetUserRequest;
        readonly response: GetUserResponse;
        readonly parameters: {
          readonly user_id: "$response.body#/ownerId";
        };
      };
  };
  readonly getUser: {
    readonly UserPosts:
      /** `GET /users/{user_id}/posts` */
      | {
        readonly status: 200;
        readonly operation: "listUserPosts";
        readonly request: ListUserPostsRequest;
        readonly response: ListUserPostsResponse;
        readonly parameters: {
          readonly user_id: "$response.body#/id";
        };
      };
    readonly UserPets:
      /** `GET /users/{user_id}/pets` */
      | {
        readonly status: 200;
        readonly operation: "listUserPets";
        readonly request: ListUserPetsRequest;
        readonly response: ListUserPetsResponse;
        readonly parameters: {
          readonly user_id: "$response.body#/id";
        };
      };
  };
  readonly placeOrder: {
    readonly GetOrder:
      /** `GET /orders/{orderId}` */
      | {
        readonly status: 201;
        readonly operation: "getOrder";
        readonly request: GetOrderRequest;
        readonly response: GetOrderResponse;
        readonly parameters: {
          readonly orderId: "$response.body#/id";
        };
      };
  };
  readonly uploadFile: {
    readonly Download:
      /** `GET /download/{id}` */
      | {
        readonly status: 201;
        readonly operation: "downloadFile";
        readonly request: DownloadFileRequest;
        readonly response: DownloadFileResponse;
        readonly parameters: {
          readonly id: "$response.body#/id";
        };
      };
  };
  readonly registerWebhook: {
    readonly Unsubscribe:
      /** `DELETE /webhooks/{subscription_id}` */
      | {
        readonly status: 201;
        readonly operation: "deleteWebhook";
        readonly request: DeleteWebhookRequest;
        readonly response: DeleteWebhookResponse;
        readonly parameters: {
          readonly subscription_id: "$response.body#/subscription_id";
        };
      };
  };
}
