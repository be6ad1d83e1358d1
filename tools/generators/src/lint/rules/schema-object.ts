/** An object of a document whose fields nobody has checked. */
export interface SchemaObject {
  readonly [field: string]: unknown;
}

export function isSchemaObject(value: unknown): value is SchemaObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
