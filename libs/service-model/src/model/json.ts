/** Any value that JSON can carry (RFC 8259 §3). Model data is read-only. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** JSON Schema 2020-12, whatever dialect the contract was written in. */
export type JsonSchema = boolean | JsonObject;

/** `x-…` fields as written. */
export type Extensions = Readonly<Record<string, JsonValue>>;
