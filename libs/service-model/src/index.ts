export type { Diagnostic, Severity, SourceLocation } from './diagnostic.ts';
export type { JsonObject, JsonSchema, JsonValue } from './model/json.ts';
export type * from './model/service-model.ts';
