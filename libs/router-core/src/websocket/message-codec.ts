import type { ContractSubset, MediaType, Operation } from '@brrt/service-model';
import { defaultBodyLimits } from '../body/body-limits.ts';
import { compileDefaults } from '../body/compile-defaults.ts';
import { decodeJson } from '../body/decode-json.ts';
import { jsonIntegers } from '../body/json-integers.ts';
import { writeJson } from '../body/write-json.ts';
import { HttpError } from '../errors/http-error.ts';
import { RequestValidationError } from '../errors/request-errors.ts';
import type { SchemaCompiler, SchemaViolation } from '../ports/schema-compiler.ts';
import { messagePlace } from '../schema/schema-places.ts';

/** The directions of an operation, named from the side of the service. */
export type MessageWay = 'receive' | 'send';

/** Why a message does not go on. */
export interface MessageFault {
  /** RFC 6455 §7.4.1: 1003 for a kind of message that is not taken, 1007 for what is no JSON, 1008 for a breach of the schema. */
  readonly code: 1003 | 1007 | 1008;
  readonly violations: readonly SchemaViolation[];
}

export type Decoded = { readonly value: unknown } | { readonly fault: MessageFault };
export type EncodedMessage = { readonly data: string | Uint8Array } | { readonly fault: MessageFault };

/** Messages of one direction: JSON text, and octets where the contract declares them. */
export interface MessageCodec {
  decode(data: Buffer, isBinary: boolean): Decoded;
  encode(message: unknown): EncodedMessage;
}

export interface CodecContext {
  readonly contract: Pick<ContractSubset, 'schemas'>;
  /** Undefined: messages of this direction are not held against their schema. */
  readonly schemas: SchemaCompiler | undefined;
}

const maximumViolations = 20;

export function compileMessages(operation: Operation, way: MessageWay, context: CodecContext): MessageCodec {
  const { schema, binary = false } = operation.webSocket?.[way] ?? {};
  const check = schema === undefined ? undefined : context.schemas?.compile(messagePlace(operation, way));
  // A default is for what is received by the service, as in bodies.
  const fillDefaults = way === 'receive' ? compileDefaults(schema, context.contract.schemas) : undefined;
  const limits = { ...defaultBodyLimits, ...jsonIntegers(schema, context) };
  const expected = schema === undefined ? 'No text messages are declared' : 'No binary messages are declared';
  const unsupported: MessageFault = { code: 1003, violations: [{ pointer: '', keyword: 'type', detail: expected }] };
  const breachOf = (value: unknown): MessageFault | undefined =>
    check === undefined || check.isValid(value)
      ? undefined
      : { code: 1008, violations: check.explain(value, maximumViolations) };
  return {
    decode(data, isBinary) {
      if (isBinary) return binary ? { value: data } : { fault: unsupported };
      if (schema === undefined) return { fault: unsupported };
      const decoded = parse(data, limits);
      if ('fault' in decoded) return decoded;
      fillDefaults?.(decoded.value);
      const fault = breachOf(decoded.value);
      return fault === undefined ? decoded : { fault };
    },
    encode(message) {
      if (message instanceof Uint8Array) return binary ? { data: message } : { fault: unsupported };
      if (schema === undefined) return { fault: unsupported };
      const fault = breachOf(message);
      return fault === undefined ? write(message) : { fault };
    },
  };
}

function parse(data: Buffer, limits: Parameters<typeof decodeJson>[1]): Decoded {
  try {
    return { value: decodeJson(data, limits) };
  } catch (error) {
    if (error instanceof RequestValidationError) return { fault: { code: 1008, violations: error.violations } };
    if (error instanceof HttpError) return { fault: unreadable(error.message) };
    throw error;
  }
}

function write(message: unknown): EncodedMessage {
  try {
    const data = writeJson(message);
    if (data !== undefined) return { data };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
  }
  return { fault: unreadable('The message cannot be written as JSON') };
}

function unreadable(detail: string): MessageFault {
  return { code: 1007, violations: [{ pointer: '', keyword: 'parse', detail }] };
}

/** What the schema of a direction speaks about, as a media type. */
export function messageMedia({ webSocket }: Operation, way: MessageWay): MediaType | undefined {
  const schema = webSocket?.[way].schema;
  if (webSocket === undefined || schema === undefined) return undefined;
  return { mediaType: 'application/json', schema, examples: [], encoding: {}, source: webSocket.source };
}
