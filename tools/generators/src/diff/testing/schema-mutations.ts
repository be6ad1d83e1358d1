import type { JsonObject, JsonValue } from '@brrt/service-model';
import { isHidden, isObject, resolved, type SchemaSite } from './find-sites.ts';

/** What a change of a schema makes of the messages that it takes part in. */
export type SchemaMove = 'narrower' | 'wider' | 'apart' | 'same';

/** A change of a schema whose verdict is known. */
export interface SchemaMutation {
  readonly name: string;
  /** Undefined where it cannot be made, or would say nothing certain. */
  readonly change: (site: SchemaSite, document: JsonObject) => ChangedSchema | undefined;
}

export interface ChangedSchema {
  readonly schema: JsonObject;
  readonly move: SchemaMove;
}

const newName = 'brrtNewProperty';
const annotations = ['description', 'title', 'example', 'examples', 'default', 'deprecated', 'externalDocs', 'xml'];

/** Whether a schema says nothing but these keywords and what decides nothing. */
function saysOnly(schema: JsonObject, keywords: readonly string[]): boolean {
  return Object.keys(schema).every(
    (keyword) => keywords.includes(keyword) || annotations.includes(keyword) || keyword.startsWith('x-'),
  );
}

function typesOf({ type }: JsonObject): readonly JsonValue[] {
  return type === undefined ? [] : [type].flat();
}

function narrower(schema: JsonObject): ChangedSchema {
  return { schema, move: 'narrower' };
}

function wider(schema: JsonObject): ChangedSchema {
  return { schema, move: 'wider' };
}

interface Member {
  readonly name: string;
  readonly schema: JsonObject;
}

/** Properties of an object that have a type and are part of the message. */
function membersOf({ schema, pointer, side }: SchemaSite, document: JsonObject): readonly Member[] {
  if (!isPlainObject(schema)) return [];
  return Object.keys(isObject(schema.properties) ? schema.properties : {}).flatMap((name): readonly Member[] => {
    const token = name.replaceAll('~', '~0').replaceAll('/', '~1');
    const member = resolved(document, `${pointer}/properties/${token}`)?.value;
    const isPlain = member !== undefined && member.type !== undefined && member.not === undefined;
    return isPlain && !isHidden(member, side) ? [{ name, schema: member }] : [];
  });
}

/** Those that are not there when they are left out: a request gets their default. */
function missableOf(site: SchemaSite, document: JsonObject): readonly Member[] {
  return membersOf(site, document).filter(({ schema }) => site.side === 'response' || schema.default === undefined);
}

function isPlainObject(schema: JsonObject): boolean {
  return typesOf(schema).includes('object');
}

function isOpen({ additionalProperties }: JsonObject): boolean {
  return additionalProperties === undefined || additionalProperties === true;
}

function requiredOf({ required }: JsonObject): readonly JsonValue[] {
  return Array.isArray(required) ? required : [];
}

function without(schema: JsonObject, keyword: string): JsonObject {
  const { [keyword]: _, ...rest } = schema;
  return rest;
}

const isString = (schema: JsonObject, keywords: readonly string[] = []): boolean =>
  typesOf(schema).includes('string') && saysOnly(schema, ['type', ...keywords]);
const isNumeric = (schema: JsonObject): boolean =>
  typesOf(schema).some((type) => type === 'integer' || type === 'number') &&
  saysOnly(schema, ['type', 'format', 'minimum', 'maximum']);
const isList = (schema: JsonObject): boolean =>
  typesOf(schema).includes('array') && saysOnly(schema, ['type', 'items']) && schema.items !== undefined;

const numberOf = (value: JsonValue | undefined): number | undefined => (typeof value === 'number' ? value : undefined);

export const schemaMutations: readonly SchemaMutation[] = [
  {
    name: 'required added',
    change(site, document) {
      const required = requiredOf(site.schema);
      const member = missableOf(site, document).find(({ name }) => !required.includes(name));
      return member && narrower({ ...site.schema, required: [...required, member.name] });
    },
  },
  {
    name: 'required removed',
    change(site, document) {
      const required = requiredOf(site.schema);
      const member = missableOf(site, document).find(({ name }) => required.includes(name));
      return member && wider({ ...site.schema, required: required.filter((name) => name !== member.name) });
    },
  },
  {
    name: 'enum narrowed',
    change: ({ schema }) =>
      Array.isArray(schema.enum) && new Set(schema.enum).size > 1 && isString(schema, ['enum']) && isTexts(schema.enum)
        ? narrower({
            ...schema,
            enum: schema.enum.slice(1).filter((value) => value !== (schema.enum as JsonValue[])[0]),
          })
        : undefined,
  },
  {
    name: 'enum widened',
    change: ({ schema }) =>
      Array.isArray(schema.enum) && isString(schema, ['enum'])
        ? wider({ ...schema, enum: [...schema.enum, 'brrt-new-value'] })
        : undefined,
  },
  {
    name: 'null as well',
    change: ({ schema }) =>
      typeof schema.type === 'string' &&
      schema.type !== 'null' &&
      schema.enum === undefined &&
      schema.const === undefined
        ? wider({ ...schema, type: [schema.type, 'null'] })
        : undefined,
  },
  {
    name: 'maximum lowered',
    change({ schema }) {
      if (!isNumeric(schema)) return undefined;
      const [least, most] = [numberOf(schema.minimum) ?? -10, numberOf(schema.maximum)];
      const limit = most === undefined ? Math.ceil(least) + 20 : Math.floor(most) - 1;
      return limit > least ? narrower({ ...schema, maximum: limit }) : undefined;
    },
  },
  {
    name: 'minimum taken away',
    change: ({ schema }) =>
      isNumeric(schema) && schema.minimum !== undefined && !String(schema.format).startsWith('u')
        ? wider(without(schema, 'minimum'))
        : undefined,
  },
  {
    name: 'integer to number',
    change: ({ schema }) =>
      schema.type === 'integer' && isNumeric(schema) && schema.format === undefined
        ? wider({ ...schema, type: 'number' })
        : undefined,
  },
  {
    name: 'int64 to int32',
    change: ({ schema }) =>
      schema.type === 'integer' && schema.format === 'int64' && saysOnly(schema, ['type', 'format'])
        ? narrower({ ...schema, format: 'int32' })
        : undefined,
  },
  {
    name: 'maxLength given',
    change: ({ schema }) => (isString(schema) ? narrower({ ...schema, maxLength: 5 }) : undefined),
  },
  {
    name: 'pattern given',
    change: ({ schema }) => (isString(schema) ? narrower({ ...schema, pattern: '^[A-Z]{2}[0-9]+$' }) : undefined),
  },
  {
    name: 'format given',
    change: ({ schema }) => (isString(schema) ? narrower({ ...schema, format: 'uuid' }) : undefined),
  },
  {
    name: 'format taken away',
    change: ({ schema }) =>
      isString(schema, ['format']) &&
      ['date-time', 'date', 'uuid', 'uri', 'email', 'ipv4'].includes(String(schema.format))
        ? wider(without(schema, 'format'))
        : undefined,
  },
  {
    name: 'minItems given',
    change: ({ schema }) => (isList(schema) ? narrower({ ...schema, minItems: 1 }) : undefined),
  },
  {
    name: 'maxItems given',
    change: ({ schema }) => (isList(schema) ? narrower({ ...schema, maxItems: 0 }) : undefined),
  },
  {
    name: 'uniqueItems given',
    change: ({ schema }) => (isList(schema) ? narrower({ ...schema, uniqueItems: true }) : undefined),
  },
  {
    name: 'property removed',
    change(site, document) {
      const { schema } = site;
      const required = requiredOf(schema);
      const member = membersOf(site, document).find(({ name }) => !required.includes(name));
      if (member === undefined || !(isOpen(schema) || schema.additionalProperties === false)) return undefined;
      const rest = { ...schema, properties: without(schema.properties as JsonObject, member.name) };
      return isOpen(schema) ? wider(rest) : narrower(rest);
    },
  },
  {
    name: 'property added',
    change({ schema }) {
      if (!isPlainObject(schema) || !(isOpen(schema) || schema.additionalProperties === false)) return undefined;
      const properties = isObject(schema.properties) ? schema.properties : {};
      const more = { ...schema, properties: { ...properties, [newName]: { type: 'integer' } } };
      return isOpen(schema) ? narrower(more) : wider(more);
    },
  },
  {
    name: 'additionalProperties closed',
    change: ({ schema }) =>
      isPlainObject(schema) && isOpen(schema) && schema.properties !== undefined
        ? narrower({ ...schema, additionalProperties: false })
        : undefined,
  },
  {
    name: 'additionalProperties opened',
    change: ({ schema }) =>
      isPlainObject(schema) && schema.additionalProperties === false
        ? wider(without(schema, 'additionalProperties'))
        : undefined,
  },
  { name: 'readOnly toggled', change: (site, document) => hidden(site, document, 'readOnly', 'request') },
  { name: 'writeOnly toggled', change: (site, document) => hidden(site, document, 'writeOnly', 'response') },
  {
    name: 'descriptions changed',
    change: ({ schema }) => ({
      schema: { ...schema, description: 'Another one', title: 'Another', 'x-note': 1 },
      move: 'same',
    }),
  },
];

function isTexts(values: readonly JsonValue[]): boolean {
  return values.every((value) => typeof value === 'string');
}

/** A property that one side does not see any more: it may not be there, where it had to it is not asked for. */
function hidden(
  site: SchemaSite,
  document: JsonObject,
  keyword: 'readOnly' | 'writeOnly',
  side: SchemaSite['side'],
): ChangedSchema | undefined {
  const { schema } = site;
  const member = membersOf(site, document).find(({ schema: own }) => own.readOnly !== true && own.writeOnly !== true);
  if (member === undefined || member.schema === schema) return undefined;
  const properties = { ...(schema.properties as JsonObject), [member.name]: { ...member.schema, [keyword]: true } };
  const move = site.side !== side ? 'same' : requiredOf(schema).includes(member.name) ? 'apart' : 'narrower';
  return { schema: { ...schema, properties }, move };
}
