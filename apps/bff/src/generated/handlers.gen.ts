// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

import type { BinaryBody, FromContract, Handler, PassThrough, UploadedFile } from '@brrt/router-core/ports';
import type * as schemas from './types.gen.ts';

/** `GET /web/pets` List pets */
export interface WebPetstoreListPetsRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
    /** Filter pets by tags */
    readonly tags?: readonly schemas.Petstore_Tag[];
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type WebPetstoreListPetsResponse =
  /** A page of pets */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Petstore_Pet[];
  }
  /** The request breaks the contract */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `POST /web/pets` Add a pet */
export interface WebPetstoreAddPetRequest {
  readonly path: {};
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: schemas.Petstore_CreatePetRequest;
}

export type WebPetstoreAddPetResponse =
  /** The pet was added */
  | {
    readonly status: 201;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly Location: string;
    };
    readonly body: schemas.Petstore_PetCreationResponse;
  }
  /** The request breaks the contract */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept201And400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /web/pets/{id}` Get a specific pet */
export interface WebPetstoreGetPetRequest {
  readonly path: {
    /** Number of the pet */
    readonly id: schemas.Petstore_PetId;
  };
  readonly query: {};
  readonly headers: {
    /** Entity tags that the client already has (RFC 9110 §13.1.2) */
    readonly "If-None-Match"?: string;
  };
  readonly cookies: {};
  readonly body: undefined;
}

export type WebPetstoreGetPetResponse =
  /** A pet */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly ETag: string;
    };
    readonly body: schemas.Petstore_Pet;
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
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And304And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /web/items` List items */
export interface WebPetstoreListItemsRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
    /** Items of any of these categories or of categories below them, as `categories=toys%20food` */
    readonly categories?: readonly schemas.Petstore_CategoryId[];
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

export type WebPetstoreListItemsResponse =
  /** A page of items in the order of their names */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Petstore_Item[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /web/events` What happened in the store */
export interface WebPetstoreStreamEventsRequest {
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

export type WebPetstoreStreamEventsResponse =
  /** Stream of events */
  | {
    readonly status: 200;
    readonly contentType?: "text/event-stream";
    readonly body: Iterable<schemas.Petstore_StreamedEvent> | AsyncIterable<schemas.Petstore_StreamedEvent> | string;
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /web/download/{id}` Download file */
export interface WebPetstoreDownloadFileRequest {
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

export type WebPetstoreDownloadFileResponse =
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
    readonly body: schemas.Petstore_FileMetadata;
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
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** The file ends before this range begins */
  | {
    readonly status: 416;
    readonly contentType?: "application/problem+json";
    readonly headers: {
      readonly "Content-Range": string;
    };
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And206And404And416;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `POST /web/upload` Upload file */
export interface WebPetstoreUploadFileRequest {
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

export type WebPetstoreUploadFileResponse =
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
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept201And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /web/users/{id}` One user */
export interface WebUserServiceGetUserRequest {
  readonly path: {
    /** The user's id. */
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type WebUserServiceGetUserResponse =
  /** The user. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.UserService_User;
  }
  /** The request breaks this contract. */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.UserService_Problem;
  }
  /** The API key is missing or not accepted. */
  | {
    readonly status: 401;
    readonly contentType?: "application/problem+json";
    readonly headers?: {
      readonly "WWW-Authenticate"?: string;
    };
    readonly body: schemas.UserService_Problem;
  }
  /** There is no such user. */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.UserService_Problem;
  };

/** `PATCH /web/users/{id}` Change some properties of a user */
export type WebUserServiceUpdateUserRequest = {
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
    readonly body: schemas.UserService_UserPatch;
  }
  | {
    readonly contentType: "application/json";
    readonly body: schemas.UserService_UserPatch;
  }
);

export type WebUserServiceUpdateUserResponse =
  /** The user. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.UserService_User;
  }
  /** The request breaks this contract. */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.UserService_Problem;
  }
  /** The API key is missing or not accepted. */
  | {
    readonly status: 401;
    readonly contentType?: "application/problem+json";
    readonly headers?: {
      readonly "WWW-Authenticate"?: string;
    };
    readonly body: schemas.UserService_Problem;
  }
  /** There is no such user. */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.UserService_Problem;
  }
  /** The e-mail address belongs to another user. */
  | {
    readonly status: 409;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.UserService_Problem;
  };

/** `GET /mobile/pets` List pets */
export interface MobilePetstoreListPetsRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
    /** Filter pets by tags */
    readonly tags?: readonly schemas.Petstore_Tag[];
  };
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type MobilePetstoreListPetsResponse =
  /** A page of pets */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Petstore_Pet[];
  }
  /** The request breaks the contract */
  | {
    readonly status: 400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And400;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /mobile/pets/{id}` Get a specific pet */
export interface MobilePetstoreGetPetRequest {
  readonly path: {
    /** Number of the pet */
    readonly id: schemas.Petstore_PetId;
  };
  readonly query: {};
  readonly headers: {
    /** Entity tags that the client already has (RFC 9110 §13.1.2) */
    readonly "If-None-Match"?: string;
  };
  readonly cookies: {};
  readonly body: undefined;
}

export type MobilePetstoreGetPetResponse =
  /** A pet */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly ETag: string;
    };
    readonly body: schemas.Petstore_Pet;
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
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And304And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /mobile/download/{id}` Download file */
export interface MobilePetstoreDownloadFileRequest {
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

export type MobilePetstoreDownloadFileResponse =
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
    readonly body: schemas.Petstore_FileMetadata;
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
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** The file ends before this range begins */
  | {
    readonly status: 416;
    readonly contentType?: "application/problem+json";
    readonly headers: {
      readonly "Content-Range": string;
    };
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And206And404And416;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /partner/v1/articles` List items */
export interface PartnerListArticlesRequest {
  readonly path: {};
  readonly query: {
    /** Page size limit */
    readonly limit: number;
    /** Pagination offset */
    readonly offset: number;
    /** Items of any of these categories or of categories below them, as `categories=toys%20food` */
    readonly categories?: readonly schemas.Petstore_CategoryId[];
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

export type PartnerListArticlesResponse =
  /** A page of items in the order of their names */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly schemas.Petstore_Item[];
  }
  /** Anything that the client can mend */
  | {
    readonly status: Status4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

/** `GET /partner/v1/articles/{id}` Get an item */
export interface PartnerGetArticleRequest {
  readonly path: {
    readonly id: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type PartnerGetArticleResponse =
  /** The item */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.Petstore_Item;
  }
  /** There is no such thing */
  | {
    readonly status: 404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  }
  /** Any other problem */
  | {
    readonly status: StatusExcept200And404;
    readonly contentType?: "application/problem+json";
    readonly body: schemas.Petstore_ProblemDetails;
  };

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

/** `GET /web/dashboard/{userId}` The dashboard of a user */
export interface GetWebDashboardRequest {
  readonly path: {
    /** The user's id. */
    readonly userId: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetWebDashboardResponse =
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

/** `GET /mobile/dashboard/{userId}` The dashboard of a user on a small screen */
export interface GetMobileDashboardRequest {
  readonly path: {
    /** The user's id. */
    readonly userId: string;
  };
  readonly query: {};
  readonly headers: {};
  readonly cookies: {};
  readonly body: undefined;
}

export type GetMobileDashboardResponse =
  /** What fits on a small screen. */
  | {
    readonly status: 200;
    readonly contentType?: "application/json";
    readonly body: schemas.MobileDashboard;
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

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type AsNumber<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;
type Status2XX = AsNumber<`2${Digit}${Digit}`>;
type Status3XX = AsNumber<`3${Digit}${Digit}`>;
type Status4XX = AsNumber<`4${Digit}${Digit}`>;
type Status5XX = AsNumber<`5${Digit}${Digit}`>;
type Status = Status2XX | Status3XX | Status4XX | Status5XX;
type StatusExcept200And400 = Exclude<Status, 200 | 400>;
type StatusExcept201And400 = Exclude<Status, 201 | 400>;
type StatusExcept200And304And404 = Exclude<Status, 200 | 304 | 404>;
type StatusExcept200And4XX = Exclude<Status, 200 | Status4XX>;
type StatusExcept200And206And404And416 = Exclude<Status, 200 | 206 | 404 | 416>;
type StatusExcept201And4XX = Exclude<Status, 201 | Status4XX>;
type StatusExcept200And404 = Exclude<Status, 200 | 404>;
/** By operation; `fromContract` answers from the examples of the contract until a handler is written. */
export type Handlers<Context> = {
  /** `GET /web/pets` List pets */
  readonly webPetstoreListPets: Handler<WebPetstoreListPetsRequest, WebPetstoreListPetsResponse, Context> | FromContract | PassThrough;
  /** `POST /web/pets` Add a pet */
  readonly webPetstoreAddPet: Handler<WebPetstoreAddPetRequest, WebPetstoreAddPetResponse, Context> | FromContract | PassThrough;
  /** `GET /web/pets/{id}` Get a specific pet */
  readonly webPetstoreGetPet: Handler<WebPetstoreGetPetRequest, WebPetstoreGetPetResponse, Context> | FromContract | PassThrough;
  /** `GET /web/items` List items */
  readonly webPetstoreListItems: Handler<WebPetstoreListItemsRequest, WebPetstoreListItemsResponse, Context> | FromContract | PassThrough;
  /** `GET /web/events` What happened in the store */
  readonly webPetstoreStreamEvents: Handler<WebPetstoreStreamEventsRequest, WebPetstoreStreamEventsResponse, Context> | FromContract | PassThrough;
  /** `GET /web/download/{id}` Download file */
  readonly webPetstoreDownloadFile: Handler<WebPetstoreDownloadFileRequest, WebPetstoreDownloadFileResponse, Context> | FromContract | PassThrough;
  /** `POST /web/upload` Upload file */
  readonly webPetstoreUploadFile: Handler<WebPetstoreUploadFileRequest, WebPetstoreUploadFileResponse, Context> | FromContract | PassThrough;
  /** `GET /web/users/{id}` One user */
  readonly webUserServiceGetUser: Handler<WebUserServiceGetUserRequest, WebUserServiceGetUserResponse, Context> | FromContract | PassThrough;
  /** `PATCH /web/users/{id}` Change some properties of a user */
  readonly webUserServiceUpdateUser: Handler<WebUserServiceUpdateUserRequest, WebUserServiceUpdateUserResponse, Context> | FromContract | PassThrough;
  /** `GET /mobile/pets` List pets */
  readonly mobilePetstoreListPets: Handler<MobilePetstoreListPetsRequest, MobilePetstoreListPetsResponse, Context> | FromContract | PassThrough;
  /** `GET /mobile/pets/{id}` Get a specific pet */
  readonly mobilePetstoreGetPet: Handler<MobilePetstoreGetPetRequest, MobilePetstoreGetPetResponse, Context> | FromContract | PassThrough;
  /** `GET /mobile/download/{id}` Download file */
  readonly mobilePetstoreDownloadFile: Handler<MobilePetstoreDownloadFileRequest, MobilePetstoreDownloadFileResponse, Context> | FromContract | PassThrough;
  /** `GET /partner/v1/articles` List items */
  readonly partnerListArticles: Handler<PartnerListArticlesRequest, PartnerListArticlesResponse, Context> | FromContract | PassThrough;
  /** `GET /partner/v1/articles/{id}` Get an item */
  readonly partnerGetArticle: Handler<PartnerGetArticleRequest, PartnerGetArticleResponse, Context> | FromContract | PassThrough;
  /** `GET /dashboard/{userId}` The dashboard of a user */
  readonly getDashboard: Handler<GetDashboardRequest, GetDashboardResponse, Context> | FromContract;
  /** `GET /web/dashboard/{userId}` The dashboard of a user */
  readonly getWebDashboard: Handler<GetWebDashboardRequest, GetWebDashboardResponse, Context> | FromContract;
  /** `GET /mobile/dashboard/{userId}` The dashboard of a user on a small screen */
  readonly getMobileDashboard: Handler<GetMobileDashboardRequest, GetMobileDashboardResponse, Context> | FromContract;
};

/**
 * By operation and name of the link: what can be called next. Values of `parameters` and `requestBody` are constants, or
 * expressions over the exchange before (OpenAPI 3.1 §4.8.20).
 */
export interface Links {
  readonly webPetstoreAddPet: {
    readonly GetPet:
      /** `GET /web/pets/{id}` */
      | {
        readonly status: 201;
        readonly operation: "webPetstoreGetPet";
        readonly request: WebPetstoreGetPetRequest;
        readonly response: WebPetstoreGetPetResponse;
        readonly parameters: {
          readonly id: "$response.body#/id";
        };
      };
  };
  readonly webPetstoreUploadFile: {
    readonly Download:
      /** `GET /web/download/{id}` */
      | {
        readonly status: 201;
        readonly operation: "webPetstoreDownloadFile";
        readonly request: WebPetstoreDownloadFileRequest;
        readonly response: WebPetstoreDownloadFileResponse;
        readonly parameters: {
          readonly id: "$response.body#/id";
        };
      };
  };
}
