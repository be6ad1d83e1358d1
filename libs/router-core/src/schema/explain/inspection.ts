import type { JsonObject, JsonSchema } from '@brrt/service-model';
import type { Evaluated } from '../keywords/evaluated.ts';
import type { SchemaError } from './schema-error.ts';

/** A value that is looked at, and where findings about it go. */
export interface Spot {
  readonly value: unknown;
  readonly path: string;
  readonly errors: SchemaError[];
  /** Undefined where nobody asks what was evaluated. */
  readonly evaluated: Evaluated | undefined;
}

/** One keyword of a schema at a spot. */
export interface Inspection {
  readonly schema: JsonObject;
  readonly spot: Spot;
  readonly inspector: Inspector;
}

export interface Inspector {
  /** The schema with an identifier. */
  schema(id: string): JsonSchema;
  /** Adds what is wrong to the errors of the spot; true when nothing is. */
  inspect(schema: JsonSchema, spot: Spot): boolean;
  /** The same for the schema with an identifier, once for each value. */
  inspectReference(id: string, spot: Spot): boolean;
}

/** Adds what is wrong by one keyword with this content. */
export type InspectKeyword = (content: never, inspection: Inspection) => void;

/** Errors in one list after which a loop over parts of a value stops. */
const mostErrors = 200;

export function isFull({ errors }: Spot): boolean {
  return errors.length >= mostErrors;
}

export function report({ spot }: Inspection, keyword: string, params: SchemaError['params'] = {}): void {
  spot.errors.push({ instancePath: spot.path, keyword, params });
}

/** Whether a value is an object of JSON. */
export function isJsonObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether an object has a property. What is undefined is not sent and so is not there. */
export function hasProperty(value: Readonly<Record<string, unknown>>, name: string): boolean {
  return name in Object.prototype ? Object.hasOwn(value, name) && value[name] !== undefined : value[name] !== undefined;
}
