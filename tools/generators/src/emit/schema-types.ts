import { type JsonSchema, type ServiceModel, visibleText } from '@brrt/service-model';
import {
  astToString,
  type GlobalContext,
  type OpenAPI3,
  type SchemaObject,
  transformSchema,
  transformSchemaObject,
} from 'openapi-typescript';
import { type Direction, directionalSchemas } from './directional-schemas.ts';
import { isObject, reachableNames, referencedName, resolveSchema, subschemasOf } from './json-schema.ts';
import { schemaView } from './schema-view.ts';

/** Schemas of one contract as types of TypeScript, all through openapi-typescript. */
export interface SchemaTypes {
  /** A type expression; schemas with a name are `components["schemas"]["<name>"]`. Later lines are indented by `indent`. */
  typeOf(schema: JsonSchema, direction: Direction, indent?: string): string;
  /** True once `typeOf` has given a type that refers to `components`. */
  mentionsComponents(): boolean;
  /** `export interface components …`: every schema of the contract as the service sends it, and what `inputs` reach as it is received. */
  declarations(inputs: readonly JsonSchema[]): string;
  /** Keys of `components.schemas` in `declarations`. */
  typeNames(inputs: readonly JsonSchema[]): readonly string[];
}

export function schemaTypes(schemas: ServiceModel['schemas']): SchemaTypes {
  const names = directionalSchemas(schemas);
  const view = (schema: JsonSchema, direction: Direction): JsonSchema =>
    schemaView(schema, { schemas, names, direction });
  const componentViews = (inputs: readonly JsonSchema[]): Record<string, JsonSchema> => {
    const inputNames = reachableNames(inputs, schemas);
    const entries = Object.entries(schemas).flatMap(([name, schema]) => {
      const sent = [names.typeName(name, 'response'), view(schema, 'response')] as const;
      const received = names.typeName(name, 'request');
      return received === sent[0] || !inputNames.has(name)
        ? [sent]
        : [sent, [received, view(schema, 'request')] as const];
    });
    return Object.fromEntries(entries);
  };
  const everything = contextFor(componentViews(Object.values(schemas)));
  let mentions = false;
  return {
    typeOf: (schema, direction, indent = '') => {
      const seen = view(schema, direction);
      mentions ||= hasReference(seen);
      return printed(typeNode(seen, everything), indent);
    },
    mentionsComponents: () => mentions,
    declarations: (inputs) => declarationsOf(componentViews(inputs)),
    typeNames: (inputs) => Object.keys(componentViews(inputs)),
  };
}

function hasReference(view: JsonSchema): boolean {
  return isObject(view) && (referencedName(view) !== undefined || subschemasOf(view).some(hasReference));
}

type TypeNode = ReturnType<typeof transformSchemaObject>;

function typeNode(view: JsonSchema, ctx: GlobalContext): TypeNode {
  // The library's type knows no boolean schemas; its code does.
  return transformSchemaObject(view as unknown as SchemaObject, { path: '#/', ctx });
}

function declarationsOf(views: Readonly<Record<string, JsonSchema>>): string {
  const context = contextFor(views);
  const nodes = transformSchema(documentOf(views), context);
  // Of what openapi-typescript declares only the components and the helpers they use say something here.
  const declared = nodes.map((node) => printed(node, ''));
  return declared.filter((text) => !/^export type (?:paths|webhooks|\$defs|operations) =/.test(text)).join('\n\n');
}

function documentOf(views: Readonly<Record<string, JsonSchema>>): OpenAPI3 {
  // Views hold what openapi-typescript reads, in the looser types of JSON.
  return { openapi: '3.1.0', info: { title: '', version: '' }, components: { schemas: views } } as unknown as OpenAPI3;
}

function contextFor(views: Readonly<Record<string, JsonSchema>>): GlobalContext {
  const context: Omit<GlobalContext, 'redoc'> = {
    additionalProperties: false,
    alphabetize: false,
    arrayLength: false,
    conditionalEnums: false,
    dedupeEnums: false,
    // Bodies are not changed by validation: a default is no value.
    defaultNonNullable: false,
    // Unions carry their literals already, see `schemaView`.
    discriminators: { objects: {}, refsHandled: [] },
    emptyObjectsUnknown: true,
    enum: false,
    enumValues: false,
    excludeDeprecated: false,
    exportType: false,
    generatePathParams: false,
    immutable: true,
    injectFooter: [],
    makePathsEnum: false,
    pathParamsAsTypes: false,
    postTransform: undefined,
    propertiesRequiredByDefault: false,
    readWriteMarkers: false,
    // Names of schemas would be printed without an encoder.
    rootTypes: false,
    rootTypesKeepCasing: false,
    rootTypesNoSchemaPrefix: false,
    silent: true,
    transform: undefined,
    transformProperty: undefined,
    resolve: <T>(reference: string) => resolveSchema({ $ref: reference }, views) as T | undefined,
  };
  // `redoc` configures the reading of documents, which is over here; no transformation looks at it.
  return context as GlobalContext;
}

/** The printer indents by four spaces and puts no contract text at the start of a line, comments apart. */
function printed(node: Parameters<typeof astToString>[0], indent: string): string {
  return astToString(node)
    .trim()
    .split('\n')
    .map((line) => visibleText(line).replace(/^(?: {4})+/, (spaces) => ' '.repeat(spaces.length / 2)))
    .join(`\n${indent}`);
}
