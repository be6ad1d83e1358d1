import type { JsonSchema, SchemaBundle } from '../../src/api/services.ts';
import { describeConstraints } from './constraints.ts';
import {
  type Discriminator,
  type FlatSchema,
  flattenSchema,
  isRecord,
  isSchema,
  type Keywords,
  listOf,
  referenceName,
  type SchemaChoice,
} from './flat-schema.ts';

interface FieldTraits {
  /** `null` is valid too. */
  readonly nullable: boolean;
  readonly title?: string;
  readonly description?: string;
  readonly deprecated: boolean;
  /** The service sets it: it need not be sent. */
  readonly readOnly: boolean;
  /** Not to be shown while it is typed. */
  readonly secret: boolean;
  /** In words: `3 to 20 characters`. */
  readonly constraints: readonly string[];
  readonly default?: unknown;
  readonly examples: readonly unknown[];
}

/** One level of a form, made of a schema; what lies below is a schema again, described when it is opened. */
export type FormField = FieldTraits &
  (
    | { readonly kind: 'text'; readonly format?: string; readonly long: boolean }
    | { readonly kind: 'number'; readonly integer: boolean }
    | { readonly kind: 'boolean' }
    | { readonly kind: 'constant'; readonly value: unknown }
    | { readonly kind: 'enum'; readonly options: readonly EnumOption[] }
    | { readonly kind: 'object'; readonly properties: readonly PropertyField[]; readonly additional?: JsonSchema }
    | { readonly kind: 'array'; readonly prefix: readonly JsonSchema[]; readonly items?: JsonSchema }
    | { readonly kind: 'choice'; readonly options: readonly ChoiceOption[]; readonly discriminator?: string }
    | { readonly kind: 'file'; readonly mediaType?: string }
    /** Any JSON: the schema says too little, or nothing that a form can show. */
    | { readonly kind: 'json' }
  );

export interface EnumOption {
  readonly label: string;
  readonly value: unknown;
}

export interface PropertyField {
  readonly name: string;
  readonly required: boolean;
  readonly schema: JsonSchema;
}

export interface ChoiceOption {
  readonly label: string;
  readonly schema: JsonSchema;
  /** Values of the discriminator that mean this option; the first is the one to send. */
  readonly tags: readonly string[];
}

type Shape = FormField extends infer Field
  ? Field extends FieldTraits
    ? Omit<Field, keyof FieldTraits>
    : never
  : never;

const NULL_ONLY = 'null';

/** Describes one level of a schema as a form. */
export function describeField(schema: JsonSchema, bundle: SchemaBundle): FormField {
  const flat = flattenSchema(schema, bundle);
  const { keywords } = flat;
  const choice = narrowChoice(flat, bundle);
  // A choice with one way out (`anyOf: [Pet, null]`) is that way.
  if (choice.single !== undefined) {
    const inner = describeField(choice.single, bundle);
    const { title = inner.title, description = inner.description } = traitsOf(keywords);
    return {
      ...inner,
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      nullable: inner.nullable || choice.nullable,
    };
  }
  const shape: Shape = flat.never ? { kind: 'json' } : (choice.shape ?? shapeOf(keywords));
  return {
    ...traitsOf(keywords),
    nullable: choice.nullable || allowsNull(keywords),
    constraints: flat.never ? ['nothing is valid here'] : describeConstraints(keywords),
    ...shape,
  };
}

function traitsOf(keywords: Keywords): Omit<FieldTraits, 'nullable' | 'constraints'> {
  const { title, description } = keywords;
  return {
    ...(typeof title === 'string' && { title }),
    ...(typeof description === 'string' && { description }),
    deprecated: keywords.deprecated === true,
    readOnly: keywords.readOnly === true,
    secret: keywords.format === 'password',
    ...('default' in keywords && { default: keywords.default }),
    examples: [...listOf(keywords.examples), ...('example' in keywords ? [keywords.example] : [])],
  };
}

function allowsNull(keywords: Keywords): boolean {
  const types = listOf(keywords.type);
  const { enum: values } = keywords;
  if (Array.isArray(values)) return values.includes(null) && (types.length === 0 || types.includes(NULL_ONLY));
  return types.length > 1 && types.includes(NULL_ONLY);
}

interface NarrowChoice {
  readonly nullable: boolean;
  readonly single?: JsonSchema;
  readonly shape?: Shape;
}

function narrowChoice(flat: FlatSchema, bundle: SchemaBundle): NarrowChoice {
  const [first, ...others] = flat.choices;
  if (first === undefined || flat.never) return { nullable: false };
  const base = unflatten(flat.keywords, others);
  const ways = first.options.filter((option) => flattenSchema(option, bundle).keywords.type !== NULL_ONLY);
  const nullable = ways.length < first.options.length && allowsNullAtAll(flat.keywords);
  if (ways.length === 0) return { nullable, shape: { kind: 'constant', value: null } };
  const [way] = ways;
  if (ways.length === 1 && way !== undefined) return { nullable, single: withBase(base, way) };
  const constants = constantOptions(ways, bundle);
  if (constants !== undefined) return { nullable, shape: { kind: 'enum', options: constants } };
  const options = ways.map((option, index) => choiceOption({ option, index, choice: first, base, bundle }));
  return {
    nullable,
    shape: {
      kind: 'choice',
      options,
      ...(first.discriminator !== undefined && { discriminator: first.discriminator.propertyName }),
    },
  };
}

/** `type: object` beside `oneOf: [A, null]` leaves no room for null. */
function allowsNullAtAll(keywords: Keywords): boolean {
  const types = listOf(keywords.type);
  return types.length === 0 || types.includes(NULL_ONLY);
}

/** `oneOf: [{ const: a, title: A }, …]`: an enumeration with names. */
function constantOptions(ways: readonly JsonSchema[], bundle: SchemaBundle): readonly EnumOption[] | undefined {
  const flats = ways.map((way) => flattenSchema(way, bundle).keywords);
  if (!flats.every((keywords) => 'const' in keywords)) return undefined;
  return flats.map(({ const: value, title }) => ({ label: typeof title === 'string' ? title : labelOf(value), value }));
}

function choiceOption(from: {
  readonly option: JsonSchema;
  readonly index: number;
  readonly choice: SchemaChoice;
  readonly base: JsonSchema;
  readonly bundle: SchemaBundle;
}): ChoiceOption {
  const { option, choice, bundle } = from;
  const { keywords } = flattenSchema(option, bundle);
  const name = referenceName(option);
  const tags = choice.discriminator === undefined ? [] : tagsOf(option, choice.discriminator, keywords);
  const title = typeof keywords.title === 'string' ? keywords.title : undefined;
  const label = name ?? title ?? optionLabel(keywords, from.index);
  return { label, schema: withBase(from.base, option), tags };
}

function optionLabel(keywords: Keywords, index: number): string {
  if ('const' in keywords) return labelOf(keywords.const);
  const types = listOf(keywords.type).filter((type) => type !== NULL_ONLY);
  const required = listOf(keywords.required).filter((name) => typeof name === 'string');
  if (required.length > 0) return `with ${required.join(', ')}`;
  const format = typeof keywords.format === 'string' ? ` (${keywords.format})` : '';
  return types.length > 0 ? `${types.join(' or ')}${format}` : `option ${index + 1}`;
}

function tagsOf(option: JsonSchema, discriminator: Discriminator, keywords: Keywords): readonly string[] {
  const name = referenceName(option);
  const mapped = Object.entries(discriminator.mapping)
    .filter(([, target]) => name !== undefined && target.slice(target.lastIndexOf('/') + 1) === name)
    .map(([tag]) => tag);
  if (mapped.length > 0) return mapped;
  const property = isRecord(keywords.properties) ? keywords.properties[discriminator.propertyName] : undefined;
  if (isRecord(property) && typeof property.const === 'string') return [property.const];
  const values = isRecord(property) ? listOf(property.enum) : [];
  if (values.length > 0) return values.filter((value): value is string => typeof value === 'string');
  return name === undefined ? [] : [name];
}

function unflatten(keywords: Keywords, choices: readonly SchemaChoice[]): JsonSchema {
  const { title, description, ...rest } = keywords;
  if (choices.length === 0) return rest;
  return { ...rest, allOf: choices.map((choice) => ({ anyOf: choice.options })) };
}

function withBase(base: JsonSchema, option: JsonSchema): JsonSchema {
  return isRecord(base) && Object.keys(base).length === 0 ? option : { allOf: [option, base] };
}

function shapeOf(keywords: Keywords): Shape {
  if ('const' in keywords) return { kind: 'constant', value: keywords.const };
  if (Array.isArray(keywords.enum)) {
    const values = keywords.enum.filter((value) => value !== null);
    return { kind: 'enum', options: values.map((value) => ({ label: labelOf(value), value })) };
  }
  const types = typesOf(keywords);
  const [type] = types;
  if (types.length > 1) {
    const options = types.map((one) => ({ label: one, schema: { ...keywords, type: one }, tags: [] }));
    return { kind: 'choice', options };
  }
  return type === undefined ? { kind: 'json' } : shapeOfType(type, keywords);
}

function shapeOfType(type: string, keywords: Keywords): Shape {
  switch (type) {
    case 'object':
      return objectShape(keywords);
    case 'array':
      return arrayShape(keywords);
    case 'string':
      return textShape(keywords);
    case 'integer':
    case 'number':
      return { kind: 'number', integer: type === 'integer' };
    case 'boolean':
      return { kind: 'boolean' };
    case NULL_ONLY:
      return { kind: 'constant', value: null };
    default:
      return { kind: 'json' };
  }
}

/** Of the keywords where no type is given. */
function typesOf(keywords: Keywords): readonly string[] {
  const types = listOf(keywords.type).filter((type): type is string => typeof type === 'string');
  if (types.length > 0) {
    const real = types.filter((type) => type !== NULL_ONLY);
    return real.length > 0 ? real : types;
  }
  const names = Object.keys(keywords);
  if (names.some((name) => /^(properties|patternProperties|required|(min|max)Properties)$/.test(name)))
    return ['object'];
  if (isRecord(keywords.additionalProperties)) return ['object'];
  if (names.some((name) => /^(items|prefixItems|(min|max)Items|uniqueItems)$/.test(name))) return ['array'];
  if (names.some((name) => /^(pattern|(min|max)Length|contentMediaType|contentEncoding)$/.test(name)))
    return ['string'];
  if (names.some((name) => /^(multipleOf|minimum|maximum|exclusive(Min|Max)imum)$/.test(name))) return ['number'];
  return [];
}

function objectShape(keywords: Keywords): Shape {
  const properties = isRecord(keywords.properties) ? keywords.properties : {};
  const required = listOf(keywords.required).filter((name): name is string => typeof name === 'string');
  const names = [...new Set([...Object.keys(properties), ...required])];
  const fields = names.map((name) => {
    const schema = properties[name];
    return { name, required: required.includes(name), schema: isSchema(schema) ? schema : true };
  });
  const additional = additionalOf(keywords, fields.length > 0);
  return { kind: 'object', properties: fields, ...(additional !== undefined && { additional }) };
}

/** The schema of further properties; absent where none may be added. */
function additionalOf(keywords: Keywords, named: boolean): JsonSchema | undefined {
  const { additionalProperties, patternProperties, unevaluatedProperties } = keywords;
  const [pattern] = isRecord(patternProperties) ? Object.values(patternProperties) : [];
  if (isSchema(pattern)) return pattern;
  if (additionalProperties === undefined && unevaluatedProperties === undefined) return named ? undefined : true;
  const schema = additionalProperties ?? unevaluatedProperties;
  return isSchema(schema) && schema !== false ? schema : undefined;
}

function arrayShape(keywords: Keywords): Shape {
  const prefix = listOf(keywords.prefixItems).filter(isSchema);
  const { items = true } = keywords;
  return { kind: 'array', prefix, ...(isSchema(items) && items !== false && { items }) };
}

function textShape(keywords: Keywords): Shape {
  const { format, contentMediaType, contentEncoding, maxLength } = keywords;
  const octets = format === 'binary' || (typeof contentMediaType === 'string' && contentEncoding === undefined);
  if (octets) return { kind: 'file', ...(typeof contentMediaType === 'string' && { mediaType: contentMediaType }) };
  const long = typeof maxLength === 'number' && maxLength > 200;
  return { kind: 'text', long, ...(typeof format === 'string' && { format }) };
}

/** A value as one reads it in a list. */
export function labelOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
