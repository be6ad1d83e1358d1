// Generated from apps/user-service/openapi.yaml by brrt; edits are overwritten. `npx nx sync` writes it anew.
// brrt:client {"service":"user-service","operations":["getUser","listUserPets"]}

import type { ServiceConfig } from '@brrt/router-core/config';
import type { BindableClient, ClientIdentity } from '@brrt/router-core/ports';
import { type ClientOptions, clientSchemas, configuredOptions, createClient } from '@brrt/service-client';
import type { ContractSubset } from '@brrt/service-model';

/** User service 1.0.0 */
export interface UserServiceClient {
  /** `GET /users/{id}` One user */
  getUser(request: GetUserCall): Promise<GetUserAnswer>;
  /** `GET /users/{id}/pets` The pets of a user */
  listUserPets(request: ListUserPetsCall): Promise<ListUserPetsAnswer>;
}

export function createUserServiceClient(options: ClientOptions): BindableClient<UserServiceClient> {
  const schemas = clientSchemas("user-service", contract);
  return createClient<UserServiceClient>({ service: "user-service", contract, schemas }, options);
}

/**
 * The client that `clients.user-service` of the configuration describes.
 * @param identity `clientIdentity` of `createSecurity`, for `tls: { svid: true }`
 * @throws ClientConfigurationError when the configuration has no such entry
 */
export function connectUserService(
  config: Pick<ServiceConfig, 'clients'>,
  identity?: ClientIdentity,
): BindableClient<UserServiceClient> {
  return createUserServiceClient(configuredOptions("user-service", config, identity));
}

export interface GetUserCall {
  readonly path: {
    readonly id: string;
  };
}

export type GetUserAnswer =
  | {
    readonly status: 200;
    readonly contentType: "application/json";
    readonly headers: {};
    readonly body: User;
  }
  | {
    readonly status: 400;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: Problem;
  }
  | {
    readonly status: 401;
    readonly contentType: "application/problem+json";
    readonly headers: {
      readonly "WWW-Authenticate"?: string;
    };
    readonly body: Problem;
  }
  | {
    readonly status: 404;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: Problem;
  };

export interface ListUserPetsCall {
  readonly path: {
    readonly id: string;
  };
}

export type ListUserPetsAnswer =
  | {
    readonly status: 200;
    readonly contentType: "application/json";
    readonly headers: {};
    readonly body: UserPets;
  }
  | {
    readonly status: 400;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: Problem;
  }
  | {
    readonly status: 401;
    readonly contentType: "application/problem+json";
    readonly headers: {
      readonly "WWW-Authenticate"?: string;
    };
    readonly body: Problem;
  }
  | {
    readonly status: 404;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: Problem;
  }
  | {
    readonly status: 502;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: Problem;
  }
  | {
    readonly status: 504;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: Problem;
  };

/** What a user may do. */
export type Role = "admin" | "member" | "guest";

/** As the user writes it, on one line. */
export type Name = string;

/**
 * Belongs to one user only; upper and lower case make no difference.
 * Format: email
 */
export type Email = string;

/** A few words about the user. */
export type Bio = string | null;

export interface User {
  /** Format: uuid */
  readonly id: string;
  readonly name: Name;
  readonly email: Email;
  readonly role: Role;
  readonly bio: Bio;
  /** Format: date-time */
  readonly createdAt: string;
  /** Format: date-time */
  readonly updatedAt: string;
}

export interface UserPet {
  /** Format: int64 */
  readonly id: number;
  readonly name: string;
  readonly breed: string;
  /**
   * Years
   * Format: int32
   */
  readonly age: number;
}

export interface UserPets {
  readonly items: readonly UserPet[];
}

/** RFC 9457. */
export interface Problem {
  /** Format: uri-reference */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
  /** Format: uri-reference */
  readonly instance?: string;
  readonly code?: string;
  readonly requestId?: string;
  readonly traceId?: string;
  readonly errors?: readonly ProblemDetail[];
}

/** One place where the request breaks the contract. */
export interface ProblemDetail {
  readonly in: "path" | "query" | "header" | "cookie" | "querystring" | "body";
  /** Format: json-pointer */
  readonly pointer: string;
  readonly keyword: string;
  readonly detail: string;
}

const contract: ContractSubset = JSON.parse(
  [
    '{"operations":[',
    '{"id":"getUser","name":"getUser","method":"GET","path":"/users/{id}","basePaths":[""],"tags":["users"],"deprecated":false,"parameters":[{"name":"id","in":"path","required":true,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"simple","explode":false,"schema":{"type":"string","format":"uuid"},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"responses":[{"status":"200","description":"","headers":[],"content":[{"mediaType":"application/json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/User"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"400","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"401","description":"","headers":[{"name":"WWW-Authenticate","required":false,"explode":false,"schema":{"type":"string"},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"404","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"security":[[{"scheme":"ApiKeyHeader","scopes":[]}]],"callbacks":[],"extensions":{},"source":{"file":"","line":0,"column":0,"pointer":""}},',
    '{"id":"listUserPets","name":"listUserPets","method":"GET","path":"/users/{id}/pets","basePaths":[""],"tags":["pets"],"deprecated":false,"parameters":[{"name":"id","in":"path","required":true,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"simple","explode":false,"schema":{"type":"string","format":"uuid"},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"responses":[{"status":"200","description":"","headers":[],"content":[{"mediaType":"application/json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/UserPets"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"400","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"401","description":"","headers":[{"name":"WWW-Authenticate","required":false,"explode":false,"schema":{"type":"string"},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"404","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"502","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"504","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/Problem"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"security":[[{"scheme":"ApiKeyHeader","scopes":[]}]],"callbacks":[],"extensions":{},"source":{"file":"","line":0,"column":0,"pointer":""}}',
    '],"schemas":{',
    '"Role":{"type":"string","enum":["admin","member","guest"]},',
    '"Name":{"type":"string","minLength":1,"maxLength":120,"pattern":"^[^\\\\p{Cc}]*[^\\\\p{Cc}\\\\s][^\\\\p{Cc}]*$"},',
    '"Email":{"type":"string","format":"email","minLength":3,"maxLength":254},',
    '"Bio":{"type":["string","null"],"maxLength":500,"pattern":"^[^\\\\u0000]*$"},',
    '"User":{"type":"object","additionalProperties":false,"required":["id","name","email","role","bio","createdAt","updatedAt"],"properties":{"id":{"type":"string","format":"uuid"},"name":{"$ref":"#/components/schemas/Name"},"email":{"$ref":"#/components/schemas/Email"},"role":{"$ref":"#/components/schemas/Role"},"bio":{"$ref":"#/components/schemas/Bio"},"createdAt":{"type":"string","format":"date-time"},"updatedAt":{"type":"string","format":"date-time"}}},',
    '"UserPet":{"type":"object","additionalProperties":false,"required":["id","name","breed","age"],"properties":{"id":{"type":"integer","format":"int64","minimum":1,"maximum":9007199254740991},"name":{"type":"string","minLength":1},"breed":{"type":"string","minLength":1},"age":{"type":"integer","format":"int32","minimum":0}}},',
    '"UserPets":{"type":"object","additionalProperties":false,"required":["items"],"properties":{"items":{"type":"array","items":{"$ref":"#/components/schemas/UserPet"}}}},',
    '"Problem":{"type":"object","required":["type","title","status"],"properties":{"type":{"type":"string","format":"uri-reference"},"title":{"type":"string"},"status":{"type":"integer","minimum":400,"maximum":599},"detail":{"type":"string"},"instance":{"type":"string","format":"uri-reference"},"code":{"type":"string","pattern":"^ERR_[A-Z0-9_]+$"},"requestId":{"type":"string"},"traceId":{"type":"string"},"errors":{"type":"array","maxItems":20,"items":{"$ref":"#/components/schemas/ProblemDetail"}}}},',
    '"ProblemDetail":{"type":"object","required":["in","pointer","keyword","detail"],"properties":{"in":{"type":"string","enum":["path","query","header","cookie","querystring","body"]},"pointer":{"type":"string","format":"json-pointer"},"keyword":{"type":"string"},"detail":{"type":"string"}}}',
    '},"securitySchemes":{',
    '"ApiKeyHeader":{"name":"ApiKeyHeader","extensions":{},"source":{"file":"","line":0,"column":0,"pointer":""},"type":"apiKey","in":"header","parameterName":"X-API-Key"}',
    '}}',
  ].join(''),
);
