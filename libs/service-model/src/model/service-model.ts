import type { Diagnostic, SourceLocation } from '../diagnostic.ts';
import type { Extensions, JsonObject, JsonSchema, JsonValue } from './json.ts';
import type { SecurityScheme } from './security-scheme.ts';

/**
 * A contract, resolved: the one noun between reading a document and everything that is made of it.
 * Plain read-only data that survives `JSON.stringify` → `JSON.parse` unchanged.
 * Every `$ref` inside a schema is local and has the form `#/components/schemas/<name>`, naming a key of `schemas`.
 */
export interface ServiceModel {
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  /** The version the document was written in: `2.0`, `3.0.3`, `3.1.0`, `3.2.0`. */
  readonly openapi: string;
  /** The whole contract as one document (3.1, or 3.2 when it was written in 3.2), all references local. */
  readonly document: JsonObject;
  readonly servers: readonly Server[];
  /** In the order of the document. Two operations never share `id` or `name`. */
  readonly operations: readonly Operation[];
  /** What could not be read and was left out on request (`skipBroken`); none of it is in any other field. */
  readonly brokenOperations: readonly BrokenOperation[];
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  readonly tags: readonly Tag[];
  /** `webhooks` (OpenAPI 3.1 §4.8.1) as operations without a path of this service. */
  readonly webhooks: readonly Callback[];
  readonly extensions: Extensions;
}

/** What a compiled contract needs of a model; generated clients carry just this. */
export type ContractSubset = Pick<ServiceModel, 'operations' | 'schemas' | 'securitySchemes'>;

export interface Server {
  readonly url: string;
  readonly description?: string;
  /** Path parts of the URL with every combination of enumerated or default variables filled in; '' for the root, else '/v1'. */
  readonly basePaths: readonly string[];
}

export interface Tag {
  readonly name: string;
  readonly summary?: string;
  readonly description?: string;
  /** Name of another tag, never of a descendant. */
  readonly parent?: string;
  /** What sort of tag it is (OpenAPI 3.2 §4.22.1): `nav`, `badge`, `audience`, … */
  readonly kind?: string;
}

export interface Operation {
  /** The `operationId` as written; made from method and path where the contract has none. */
  readonly id: string;
  /** `id` as a camelCase identifier that is no reserved word, unique in the model. */
  readonly name: string;
  /** Upper case, as sent: `GET`, `QUERY`, or a method of `additionalOperations`. */
  readonly method: string;
  /** The template as written, without the server's base path: `/pets/{petId}`. */
  readonly path: string;
  /** Distinct base paths of the servers in force (operation, else path item, else root): `['']` or `['/v1']`. */
  readonly basePaths: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** Operation and path item merged: the operation's wins by name and place. */
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly Response[];
  /** Alternatives (OR) of schemes that must all hold (AND). `[]`: public. An empty alternative: authentication is optional. */
  readonly security: readonly SecurityRequirement[];
  readonly callbacks: readonly Callback[];
  /** `x-websocket`: the connection of the request becomes a WebSocket (RFC 6455). Always GET without a body. */
  readonly webSocket?: WebSocketContract;
  readonly extensions: Extensions;
  /** Another service answers it (`x-service`). */
  readonly passThrough?: PassThrough;
  readonly source: SourceLocation;
}

/** Where requests of an operation go on to. */
export interface PassThrough {
  /** Key of `clients` in the configuration. */
  readonly service: string;
  /** Path template of the called service, with path parameters of the operation: `/pets/{id}`. */
  readonly path: string;
}

/** What goes over a WebSocket, said from the side of the service. */
export interface WebSocketContract {
  /** From clients to the service. */
  readonly receive: WebSocketMessages;
  /** From the service to clients. */
  readonly send: WebSocketMessages;
  /** In the order of preference of the contract; empty: none is spoken of. */
  readonly subprotocols: readonly string[];
  /** Of one message of a client, in octets. */
  readonly maxMessageBytes?: number;
  /** Of this operation, at once and in one process. */
  readonly maxConnections?: number;
  /** Without a message either way the connection is closed. */
  readonly idleTimeoutSeconds?: number;
  readonly source: SourceLocation;
}

/** The messages of one direction; neither schema nor binary: there are none. */
export interface WebSocketMessages {
  /** Of text messages, each of which is JSON. */
  readonly schema?: JsonSchema;
  /** True: messages of octets may come as well. */
  readonly binary: boolean;
}

/** An operation that errors of the contract make unreadable. */
export interface BrokenOperation extends Pick<Operation, 'id' | 'name' | 'method' | 'path' | 'basePaths' | 'source'> {
  /** Upper case; `*` when not even the methods of the path can be read. */
  readonly method: string;
  /** Only errors, at least one: its own and those of what it refers to. */
  readonly diagnostics: readonly Diagnostic[];
}

export type SecurityRequirement = readonly RequiredScheme[];

export interface RequiredScheme {
  readonly scheme: string;
  readonly scopes: readonly string[];
}

export type ParameterPlace = 'path' | 'query' | 'header' | 'cookie' | 'querystring';

export type ParameterStyle =
  | 'matrix'
  | 'label'
  | 'simple'
  | 'form'
  | 'spaceDelimited'
  | 'pipeDelimited'
  | 'deepObject'
  | 'cookie';

/** OpenAPI Parameter Object with every default filled in (3.1 §4.8.12). */
export interface Parameter {
  readonly name: string;
  readonly in: ParameterPlace;
  readonly description?: string;
  readonly required: boolean;
  readonly deprecated: boolean;
  readonly allowEmptyValue: boolean;
  readonly allowReserved: boolean;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  /** `true` where the contract gives no schema. */
  readonly schema: JsonSchema;
  /** Present instead of style and schema when the parameter has `content`. */
  readonly content?: MediaType;
  readonly examples: readonly Example[];
  readonly source: SourceLocation;
}

export interface RequestBody {
  readonly description?: string;
  readonly required: boolean;
  readonly content: readonly MediaType[];
  readonly source: SourceLocation;
}

export interface MediaType {
  /** As written, ranges included: `application/json`, `text/*`. */
  readonly mediaType: string;
  /** Absent: anything. */
  readonly schema?: JsonSchema;
  /** One item of a sequential media type (OpenAPI 3.2 §4.14). */
  readonly itemSchema?: JsonSchema;
  readonly examples: readonly Example[];
  /** By property name; only for form and multipart. */
  readonly encoding: Readonly<Record<string, Encoding>>;
  /** By position, for multipart whose parts are an array (OpenAPI 3.2 §4.14.5.2). */
  readonly prefixEncoding?: readonly Encoding[];
  /** Of all parts behind the prefix. */
  readonly itemEncoding?: Encoding;
  readonly source: SourceLocation;
}

/** How one value of a form or one part of a multipart body is written (OpenAPI 3.2 §4.15). */
export interface Encoding {
  /** Media types and ranges, separated by commas. */
  readonly contentType?: string;
  readonly headers: readonly Header[];
  readonly style?: ParameterStyle;
  readonly explode?: boolean;
  readonly allowReserved?: boolean;
  /** Of a part that is multipart itself: by name, or by position. */
  readonly encoding?: Readonly<Record<string, Encoding>>;
  readonly prefixEncoding?: readonly Encoding[];
  readonly itemEncoding?: Encoding;
}

export interface Response {
  /** `200`, `4XX` (upper case) or `default`. */
  readonly status: string;
  readonly description: string;
  readonly headers: readonly Header[];
  readonly content: readonly MediaType[];
  readonly links: readonly Link[];
  readonly source: SourceLocation;
}

/** What a client can call next (OpenAPI 3.1 §4.8.20). */
export interface Link {
  readonly name: string;
  readonly description?: string;
  /** An operation of this contract; absent when the link leads to none. */
  readonly target?: Pick<Operation, 'method' | 'path'>;
  /** By name, or by place and name where the contract says so (`path.id`): constants and runtime expressions. */
  readonly parameters: Readonly<Record<string, JsonValue>>;
  readonly requestBody?: JsonValue;
  /** Where the operation is called, instead of its own servers. */
  readonly server?: Server;
  readonly source: SourceLocation;
}

/** Always style `simple` (3.1 §4.8.21). */
export interface Header {
  readonly name: string;
  readonly description?: string;
  readonly required: boolean;
  readonly explode: boolean;
  readonly schema: JsonSchema;
  readonly content?: MediaType;
  readonly examples: readonly Example[];
  readonly source: SourceLocation;
}

export interface Example {
  /** `default` for the single `example` of an object. */
  readonly name: string;
  readonly summary?: string;
  /** `value`, in OpenAPI 3.2 also `dataValue`. */
  readonly value?: JsonValue;
  /** The text on the wire (OpenAPI 3.2 §4.19). */
  readonly serializedValue?: string;
  /** Base64 of octets that are no text: what a file of the contract's folder holds. */
  readonly octets?: string;
  /** What was not read: an address on a network, a file that is not there. */
  readonly externalValue?: string;
}

/** A callback or webhook: a request this service sends. */
export interface Callback {
  readonly name: string;
  /** Runtime expression such as `{$request.body#/url}`; empty for webhooks. */
  readonly expression: string;
  readonly method: string;
  /** Of the path item and the operation; none is in the path. */
  readonly parameters: readonly Parameter[];
  readonly requestBody?: RequestBody;
  readonly responses: readonly Response[];
  /** Of the operation, else of its path item; what a relative URL is relative to. */
  readonly servers?: readonly Server[];
  /** What the receiver asks for; absent where the operation says nothing: that of the document is for the service itself. */
  readonly security?: readonly SecurityRequirement[];
  readonly source: SourceLocation;
}
