import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { generateValue } from '../generate-value.ts';
import { flattenSchema } from '../merge-schemas.ts';
import { namedSchemasOf, stringOf, typesOf } from '../schema-keywords.ts';
import { isName } from './item-names.ts';
import type { Collection } from './resource-store.ts';
import type { ResponderContext } from './responder-context.ts';
import { jsonOf, successOf } from './shown-items.ts';

/** Names for what is created. */
export interface Identifiers {
  /** That of the body where it is free, else a new one that fits the schema. */
  next(collection: Collection, body: JsonObject): string | number;
}

const defaultSeed = 4_010;
const tries = 50;

export function createIdentifiers(context: ResponderContext): Identifiers {
  const { contract, resource, seed } = context;
  const { idProperty } = resource;
  const schema = identifierSchema(context);
  const open = withoutExamples(schema, contract);
  const isCounted = isNumber(schema, contract);
  let made = 0;
  return {
    next(collection, body) {
      const own = idProperty === undefined ? undefined : body[idProperty];
      if (isName(own) && !collection.has(String(own))) return own;
      for (let attempt = 0; attempt < tries && !isCounted; attempt += 1) {
        made += 1;
        const value = generateValue(open, contract, { direction: 'response', seed: (seed ?? defaultSeed) + made });
        if (isName(value) && !collection.has(String(value))) return value;
      }
      const number = nextNumber(collection);
      return isCounted ? number : String(number);
    },
  };
}

/** Every name that is made would be the one that is shown. */
function withoutExamples(schema: JsonSchema, contract: ResponderContext['contract']): JsonSchema {
  const flat = flattenSchema(schema, contract);
  if (flat === false) return schema;
  const { example: _, examples: _more, default: _usual, ...rest } = flat;
  return rest;
}

/** As the answer shows it, else as the path takes it. */
function identifierSchema({ operation, contract, resource, operations }: ResponderContext): JsonSchema {
  const { idProperty, idParameter } = resource;
  const shown = jsonOf(successOf(operation))?.schema;
  const flat = shown === undefined || idProperty === undefined ? false : flattenSchema(shown, contract);
  const member = flat === false ? undefined : namedSchemasOf(flat, 'properties').get(idProperty ?? '');
  if (member !== undefined) return member;
  const items = [...operations].filter(([, other]) => other.resource.path === resource.path);
  const parameters = items.flatMap(([item]) => item.parameters).filter((each) => each.in === 'path');
  return parameters.find(({ name }) => name === idParameter)?.schema ?? true;
}

/** Numbers count up, and so do names of which nothing is said. */
function isNumber(schema: JsonSchema, contract: ResponderContext['contract']): boolean {
  const flat = flattenSchema(schema, contract);
  if (flat === false) return true;
  const types = typesOf(flat);
  if (types.includes('integer') || types.includes('number')) return true;
  return types.length === 0 && stringOf(flat, 'format') === undefined && stringOf(flat, 'pattern') === undefined;
}

function nextNumber(collection: Collection): number {
  let greatest = 0;
  for (const id of collection.keys()) if (/^\d{1,15}$/.test(id)) greatest = Math.max(greatest, Number(id));
  return greatest + 1;
}
