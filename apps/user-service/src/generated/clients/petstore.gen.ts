// Generated from apps/petstore/openapi.yaml by brrt; edits are overwritten. `npx nx sync` writes it anew.
// brrt:client {"service":"petstore","operations":["listUserPets"]}

import type { ServiceConfig } from '@brrt/router-core/config';
import type { BindableClient, ClientIdentity } from '@brrt/router-core/ports';
import { type ClientOptions, clientSchemas, configuredOptions, createClient } from '@brrt/service-client';
import type { ContractSubset } from '@brrt/service-model';

/** Pet Store 2.0.0 */
export interface PetstoreClient {
  /** `GET /users/{user_id}/pets` List the pets of an owner */
  listUserPets(request: ListUserPetsCall): Promise<ListUserPetsAnswer>;
}

export function createPetstoreClient(options: ClientOptions): BindableClient<PetstoreClient> {
  const schemas = clientSchemas("petstore", contract);
  return createClient<PetstoreClient>({ service: "petstore", contract, schemas }, options);
}

/**
 * The client that `clients.petstore` of the configuration describes.
 * @param identity `clientIdentity` of `createSecurity`, for `tls: { svid: true }`
 * @throws ClientConfigurationError when the configuration has no such entry
 */
export function connectPetstore(
  config: Pick<ServiceConfig, 'clients'>,
  identity?: ClientIdentity,
): BindableClient<PetstoreClient> {
  return createPetstoreClient(configuredOptions("petstore", config, identity));
}

export interface ListUserPetsCall {
  readonly path: {
    readonly user_id: UserId;
  };
}

export type ListUserPetsAnswer =
  | {
    readonly status: 200;
    readonly contentType: "application/json";
    readonly headers: {
      readonly "X-Total-Count": number;
    };
    readonly body: readonly Pet[];
  }
  | {
    readonly status: Status4XX;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: ProblemDetails;
  }
  | {
    readonly status: StatusExcept200And4XX;
    readonly contentType: "application/problem+json";
    readonly headers: {};
    readonly body: ProblemDetails;
  };

type Digit = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9;
type AsNumber<Text extends string> = Text extends `${infer Value extends number}` ? Value : never;
type Status2XX = AsNumber<`2${Digit}${Digit}`>;
type Status3XX = AsNumber<`3${Digit}${Digit}`>;
type Status4XX = AsNumber<`4${Digit}${Digit}`>;
type Status5XX = AsNumber<`5${Digit}${Digit}`>;
type Status = Status2XX | Status3XX | Status4XX | Status5XX;
type StatusExcept200And4XX = Exclude<Status, 200 | Status4XX>;
/** Format: int64 */
export type PetId = number;

/** Format: uuid */
export type UserId = string;

export type Tag = string;

export type PetName = string;

export type Breed =
  | "Golden Retriever"
  | "Labrador"
  | "Bulldog"
  | "Poodle"
  | "Beagle"
  | "Border Collie"
  | "Dachshund"
  | "Siamese"
  | "Maine Coon"
  | "British Shorthair"
  | "Mixed";

/**
 * Years
 * Format: int32
 */
export type Age = number;

export type Tags = readonly Tag[];

export type Color = "black" | "white" | "brown" | "golden" | "grey" | "red" | "spotted" | null;

/** Format: uuid */
export type OwnerId = string | null;

export interface Pet {
  readonly id: PetId;
  readonly name: PetName;
  readonly breed: Breed;
  readonly age: Age;
  readonly vaccinated: boolean;
  readonly tags: Tags;
  readonly color: Color;
  readonly ownerId: OwnerId;
  /**
   * Counts the changes
   * Format: int32
   */
  readonly revision: number;
}

/** RFC 9457 */
export interface ProblemDetails {
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
  readonly errors?: readonly {
    readonly in: "path" | "query" | "querystring" | "header" | "cookie" | "body";
    /** Format: json-pointer */
    readonly pointer: string;
    readonly keyword: string;
    readonly detail: string;
  }[];
}

const contract: ContractSubset = JSON.parse(
  [
    '{"operations":[',
    '{"id":"list_user_pets","name":"listUserPets","method":"GET","path":"/users/{user_id}/pets","basePaths":[""],"tags":["users","pets"],"deprecated":false,"parameters":[{"name":"user_id","in":"path","required":true,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"simple","explode":false,"schema":{"$ref":"#/components/schemas/UserId"},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"responses":[{"status":"200","description":"","headers":[{"name":"X-Total-Count","required":true,"explode":false,"schema":{"type":"integer","format":"int32","minimum":0},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"content":[{"mediaType":"application/json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"type":"array","items":{"$ref":"#/components/schemas/Pet"}}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"4XX","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/ProblemDetails"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"default","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/ProblemDetails"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"security":[[{"scheme":"ApiKeyHeader","scopes":[]}]],"callbacks":[],"extensions":{},"source":{"file":"","line":0,"column":0,"pointer":""}}',
    '],"schemas":{',
    '"PetId":{"type":"integer","format":"int64","minimum":1,"maximum":9007199254740991},',
    '"UserId":{"type":"string","format":"uuid"},',
    '"Tag":{"type":"string","pattern":"^[a-z][a-z0-9-]*$","minLength":2,"maxLength":30},',
    '"PetName":{"type":"string","minLength":1,"maxLength":60,"pattern":"\\\\S"},',
    '"Breed":{"type":"string","enum":["Golden Retriever","Labrador","Bulldog","Poodle","Beagle","Border Collie","Dachshund","Siamese","Maine Coon","British Shorthair","Mixed"]},',
    '"Age":{"type":"integer","format":"int32","minimum":0,"maximum":40},',
    '"Tags":{"type":"array","maxItems":20,"uniqueItems":true,"items":{"$ref":"#/components/schemas/Tag"}},',
    '"Color":{"type":["string","null"],"enum":["black","white","brown","golden","grey","red","spotted",null]},',
    '"OwnerId":{"type":["string","null"],"format":"uuid"},',
    '"Pet":{"type":"object","required":["id","name","breed","age","vaccinated","tags","color","ownerId","revision"],"properties":{"id":{"$ref":"#/components/schemas/PetId"},"name":{"$ref":"#/components/schemas/PetName"},"breed":{"$ref":"#/components/schemas/Breed"},"age":{"$ref":"#/components/schemas/Age"},"vaccinated":{"type":"boolean"},"tags":{"$ref":"#/components/schemas/Tags"},"color":{"$ref":"#/components/schemas/Color"},"ownerId":{"$ref":"#/components/schemas/OwnerId"},"revision":{"type":"integer","format":"int32","minimum":1}}},',
    '"ProblemDetails":{"type":"object","required":["type","title","status"],"properties":{"type":{"type":"string","format":"uri-reference"},"title":{"type":"string"},"status":{"type":"integer","minimum":400,"maximum":599},"detail":{"type":"string"},"instance":{"type":"string","format":"uri-reference"},"code":{"type":"string","pattern":"^ERR_[A-Z0-9_]+$"},"requestId":{"type":"string"},"traceId":{"type":"string","pattern":"^[0-9a-f]{32}$"},"errors":{"type":"array","maxItems":20,"items":{"type":"object","required":["in","pointer","keyword","detail"],"properties":{"in":{"type":"string","enum":["path","query","querystring","header","cookie","body"]},"pointer":{"type":"string","format":"json-pointer"},"keyword":{"type":"string"},"detail":{"type":"string"}}}}}}',
    '},"securitySchemes":{',
    '"ApiKeyHeader":{"name":"ApiKeyHeader","extensions":{},"source":{"file":"","line":0,"column":0,"pointer":""},"type":"apiKey","in":"header","parameterName":"X-API-Key"}',
    '}}',
  ].join(''),
);
