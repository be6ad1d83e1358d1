// Generated from apps/petstore/openapi.yaml by brrt; edits are overwritten. `npx nx sync` writes it anew.
// brrt:client {"service":"petstore","operations":["listUserOrders","getUserRecommendations"]}

import type { ServiceConfig } from '@brrt/router-core/config';
import type { BindableClient, ClientIdentity } from '@brrt/router-core/ports';
import { type ClientOptions, clientSchemas, configuredOptions, createClient } from '@brrt/service-client';
import type { ContractSubset } from '@brrt/service-model';

/** Pet Store 2.0.0 */
export interface PetstoreClient {
  /** `GET /users/{user_id}/orders` List the orders of a customer */
  listUserOrders(request: ListUserOrdersCall): Promise<ListUserOrdersAnswer>;
  /** `GET /users/{user_id}/recommendations` What this user may like */
  getUserRecommendations(request: GetUserRecommendationsCall): Promise<GetUserRecommendationsAnswer>;
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

export interface ListUserOrdersCall {
  readonly path: {
    readonly user_id: UserId;
  };
  readonly query?: {
    readonly limit?: number | undefined;
    readonly offset?: number | undefined;
  };
}

export type ListUserOrdersAnswer =
  | {
    readonly status: 200;
    readonly contentType: "application/json";
    readonly headers: {};
    readonly body: OrderList;
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

export interface GetUserRecommendationsCall {
  readonly path: {
    readonly user_id: UserId;
  };
  readonly query?: {
    readonly limit?: number | undefined;
  };
}

export type GetUserRecommendationsAnswer =
  | {
    readonly status: 200;
    readonly contentType: "application/json";
    readonly headers: {};
    readonly body: RecommendationList;
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
/** Format: uuid */
export type UserId = string;

export type Tag = string;

export type CategoryId = string;

export type Tags = readonly Tag[];

export interface Money {
  /**
   * Cents
   * Format: int32
   */
  readonly amount: number;
  readonly currency: "EUR";
}

export interface Item {
  /** Format: uuid */
  readonly id: string;
  readonly name: string;
  readonly category?: CategoryId;
  readonly price?: Money;
  /** Only for callers with a key */
  readonly purchasePrice?: Money;
  readonly tags: Tags;
  readonly attributes: Attributes;
}

export interface Attributes {
  readonly [key: string]: string;
}

export interface RecommendationList {
  readonly userId: UserId;
  readonly recommendations: readonly Recommendation[];
}

export interface Recommendation {
  readonly item: Item;
  readonly reason: "bought-together" | "fits-your-pets" | "popular";
  /** Higher is better, within one reason */
  readonly score: number;
}

export interface Address {
  readonly street: string;
  readonly city: string;
  readonly postalCode: string;
  /** ISO 3166-1 */
  readonly country: string;
}

export type OrderStatus = "placed" | "paid" | "shipped" | "delivered" | "cancelled";

export interface Order {
  /** Format: uuid */
  readonly id: string;
  readonly userId: UserId;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly total: Money;
  readonly shippingAddress: Address;
  readonly billingAddress: Address;
  readonly gift: boolean;
  readonly giftMessage?: string;
  /** Format: date-time */
  readonly placedAt: string;
}

export interface OrderLine {
  /** Format: uuid */
  readonly itemId: string;
  /** The name at the time of the order */
  readonly name: string;
  readonly quantity: number;
  readonly unitPrice: Money;
}

export interface OrderList {
  readonly orders: readonly Order[];
  /** On all pages together */
  readonly total: number;
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
    '{"id":"list_user_orders","name":"listUserOrders","method":"GET","path":"/users/{user_id}/orders","basePaths":[""],"tags":["users","orders"],"deprecated":false,"parameters":[{"name":"user_id","in":"path","required":true,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"simple","explode":false,"schema":{"$ref":"#/components/schemas/UserId"},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"name":"limit","in":"query","required":false,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"form","explode":true,"schema":{"type":"integer","format":"int32","minimum":1,"maximum":50,"default":10},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"name":"offset","in":"query","required":false,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"form","explode":true,"schema":{"type":"integer","format":"int32","minimum":0,"default":0},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"responses":[{"status":"200","description":"","headers":[],"content":[{"mediaType":"application/json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/OrderList"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"4XX","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/ProblemDetails"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"default","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/ProblemDetails"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"security":[[{"scheme":"ApiKeyHeader","scopes":[]}]],"callbacks":[],"extensions":{},"source":{"file":"","line":0,"column":0,"pointer":""}},',
    '{"id":"get_user_recommendations","name":"getUserRecommendations","method":"GET","path":"/users/{user_id}/recommendations","basePaths":[""],"tags":["users","items"],"deprecated":false,"parameters":[{"name":"user_id","in":"path","required":true,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"simple","explode":false,"schema":{"$ref":"#/components/schemas/UserId"},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"name":"limit","in":"query","required":false,"deprecated":false,"allowEmptyValue":false,"allowReserved":false,"style":"form","explode":true,"schema":{"type":"integer","format":"int32","minimum":1,"maximum":20,"default":5},"examples":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"responses":[{"status":"200","description":"","headers":[],"content":[{"mediaType":"application/json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/RecommendationList"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"4XX","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/ProblemDetails"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}},{"status":"default","description":"","headers":[],"content":[{"mediaType":"application/problem+json","examples":[],"encoding":{},"source":{"file":"","line":0,"column":0,"pointer":""},"schema":{"$ref":"#/components/schemas/ProblemDetails"}}],"links":[],"source":{"file":"","line":0,"column":0,"pointer":""}}],"security":[[{"scheme":"ApiKeyHeader","scopes":[]}]],"callbacks":[],"extensions":{"x-brrtrouter-deadline-ms":2000},"source":{"file":"","line":0,"column":0,"pointer":""}}',
    '],"schemas":{',
    '"UserId":{"type":"string","format":"uuid"},',
    '"Tag":{"type":"string","pattern":"^[a-z][a-z0-9-]*$","minLength":2,"maxLength":30},',
    '"CategoryId":{"type":"string","pattern":"^[a-z][a-z0-9-]*$","maxLength":40},',
    '"Tags":{"type":"array","maxItems":20,"uniqueItems":true,"items":{"$ref":"#/components/schemas/Tag"}},',
    '"Money":{"type":"object","required":["amount","currency"],"additionalProperties":false,"properties":{"amount":{"type":"integer","format":"int32","minimum":0},"currency":{"type":"string","const":"EUR"}}},',
    '"Item":{"type":"object","required":["id","name","tags","attributes"],"properties":{"id":{"type":"string","format":"uuid"},"name":{"type":"string"},"category":{"$ref":"#/components/schemas/CategoryId"},"price":{"$ref":"#/components/schemas/Money"},"purchasePrice":{"$ref":"#/components/schemas/Money"},"tags":{"$ref":"#/components/schemas/Tags"},"attributes":{"$ref":"#/components/schemas/Attributes"}}},',
    '"Attributes":{"type":"object","maxProperties":20,"propertyNames":{"pattern":"^[a-z][A-Za-z0-9]*$"},"additionalProperties":{"type":"string","maxLength":100}},',
    '"RecommendationList":{"type":"object","required":["userId","recommendations"],"properties":{"userId":{"$ref":"#/components/schemas/UserId"},"recommendations":{"type":"array","items":{"$ref":"#/components/schemas/Recommendation"}}}},',
    '"Recommendation":{"type":"object","required":["item","reason","score"],"properties":{"item":{"$ref":"#/components/schemas/Item"},"reason":{"type":"string","enum":["bought-together","fits-your-pets","popular"]},"score":{"type":"number","minimum":0}}},',
    '"Address":{"type":"object","required":["street","city","postalCode","country"],"additionalProperties":false,"properties":{"street":{"type":"string","minLength":1,"maxLength":100},"city":{"type":"string","minLength":1,"maxLength":100},"postalCode":{"type":"string","minLength":2,"maxLength":12,"pattern":"^[A-Z0-9][A-Z0-9 -]*$"},"country":{"type":"string","pattern":"^[A-Z]{2}$"}}},',
    '"OrderStatus":{"type":"string","enum":["placed","paid","shipped","delivered","cancelled"]},',
    '"Order":{"type":"object","required":["id","userId","status","lines","total","shippingAddress","billingAddress","gift","placedAt"],"properties":{"id":{"type":"string","format":"uuid"},"userId":{"$ref":"#/components/schemas/UserId"},"status":{"$ref":"#/components/schemas/OrderStatus"},"lines":{"type":"array","minItems":1,"items":{"$ref":"#/components/schemas/OrderLine"}},"total":{"$ref":"#/components/schemas/Money"},"shippingAddress":{"$ref":"#/components/schemas/Address"},"billingAddress":{"$ref":"#/components/schemas/Address"},"gift":{"type":"boolean"},"giftMessage":{"type":"string"},"placedAt":{"type":"string","format":"date-time"}}},',
    '"OrderLine":{"type":"object","required":["itemId","name","quantity","unitPrice"],"properties":{"itemId":{"type":"string","format":"uuid"},"name":{"type":"string"},"quantity":{"type":"integer","minimum":1},"unitPrice":{"$ref":"#/components/schemas/Money"}}},',
    '"OrderList":{"type":"object","required":["orders","total"],"properties":{"orders":{"type":"array","items":{"$ref":"#/components/schemas/Order"}},"total":{"type":"integer","minimum":0}}},',
    '"ProblemDetails":{"type":"object","required":["type","title","status"],"properties":{"type":{"type":"string","format":"uri-reference"},"title":{"type":"string"},"status":{"type":"integer","minimum":400,"maximum":599},"detail":{"type":"string"},"instance":{"type":"string","format":"uri-reference"},"code":{"type":"string","pattern":"^ERR_[A-Z0-9_]+$"},"requestId":{"type":"string"},"traceId":{"type":"string","pattern":"^[0-9a-f]{32}$"},"errors":{"type":"array","maxItems":20,"items":{"type":"object","required":["in","pointer","keyword","detail"],"properties":{"in":{"type":"string","enum":["path","query","querystring","header","cookie","body"]},"pointer":{"type":"string","format":"json-pointer"},"keyword":{"type":"string"},"detail":{"type":"string"}}}}}}',
    '},"securitySchemes":{',
    '"ApiKeyHeader":{"name":"ApiKeyHeader","extensions":{},"source":{"file":"","line":0,"column":0,"pointer":""},"type":"apiKey","in":"header","parameterName":"X-API-Key"}',
    '}}',
  ].join(''),
);
