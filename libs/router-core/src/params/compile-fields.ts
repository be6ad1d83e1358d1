import type { ContractSubset, JsonSchema, ParameterStyle } from '@brrt/service-model';
import { buildDeep, buildSpread, type NamedTexts } from './build-spread.ts';
import { buildArray, compileReader, eitherReader, type TextReader } from './build-value.ts';
import { type Built, type DecodeText, fault } from './built.ts';
import type { QueryPair } from './query-pairs.ts';
import { shapeOf, type ValueShape } from './value-shape.ts';

/** A named value of a query or an urlencoded form. */
export interface Field {
  readonly name: string;
  readonly style: ParameterStyle;
  readonly explode: boolean;
  readonly schema: JsonSchema;
  readonly allowEmptyValue?: boolean;
}

export interface DecodedFields {
  /** In the order of the fields; undefined where nothing was sent. */
  readonly values: readonly (Built | undefined)[];
  /** Names that belong to no field. */
  readonly unclaimed: readonly string[];
}

export type FieldsDecoder = (pairs: readonly QueryPair[]) => DecodedFields;

export interface FieldsOptions {
  readonly decode: DecodeText;
  /** Undeclared names belong to an object only when its schema says that it takes others. Default false. */
  readonly isStrict?: boolean;
  /** Names that are no field's and no object's either: credentials, other parameters. */
  readonly foreign?: ReadonlySet<string>;
}

interface CompiledField extends Field {
  readonly index: number;
  readonly shape: ValueShape;
  /** An object whose properties stand in the query under their own names. */
  readonly isSpread: boolean;
  readonly readText: (text: string) => Built;
  readonly readTexts: (texts: readonly string[]) => Built;
  readonly readEntries: (entries: NamedTexts) => Built;
}

/**
 * Gathers pairs into fields (OpenAPI 3.2 §4.12.6). An exploded object has its properties for names: it takes those that it
 * declares and, when it allows others, what no other field takes. Where several could take a name, the first does.
 */
export function compileFields(
  fields: readonly Field[],
  schemas: ContractSubset['schemas'],
  options: FieldsOptions,
): FieldsDecoder {
  const compiled = fields.map((field, index) => compileField(field, { index, schemas, decode: options.decode }));
  const ownerOf = compileOwners(compiled, options);
  const named = new Map(compiled.filter(({ isSpread }) => !isSpread).map((field) => [field.name, field]));
  const count = compiled.length;
  const unset: readonly undefined[] = new Array<undefined>(count).fill(undefined);
  const nothing: DecodedFields = { values: unset, unclaimed: [] };
  return (pairs) => {
    if (pairs.length === 0) return nothing;
    const texts: (string | string[] | undefined)[] = unset.slice();
    let entries: ([string, string][] | undefined)[] | undefined;
    const unclaimed: string[] = [];
    for (const { name, raw } of pairs) {
      const field = named.get(name);
      if (field !== undefined) {
        const known = texts[field.index];
        if (known === undefined) texts[field.index] = raw;
        else if (typeof known === 'string') texts[field.index] = [known, raw];
        else known.push(raw);
        continue;
      }
      const owner = ownerOf(name);
      if (owner === undefined) unclaimed.push(name);
      else {
        entries ??= unset.slice() as ([string, string][] | undefined)[];
        const own = entries[owner.index];
        if (own === undefined) entries[owner.index] = [[name, raw]];
        else own.push([name, raw]);
      }
    }
    const values = new Array<Built | undefined>(count);
    for (const field of compiled) values[field.index] = finish(field, texts[field.index], entries?.[field.index]);
    return { values, unclaimed };
  };
}

function finish(
  field: CompiledField,
  text: string | string[] | undefined,
  entries: NamedTexts | undefined,
): Built | undefined {
  if (typeof text === 'string') return field.readText(text);
  if (text !== undefined) return field.readTexts(text);
  return entries === undefined ? undefined : field.readEntries(entries);
}

const none: ReadonlySet<string> = new Set();

/** Who takes a name that is no field's own. */
function compileOwners(
  compiled: readonly CompiledField[],
  { isStrict = false, foreign = none }: FieldsOptions,
): (name: string) => CompiledField | undefined {
  const exploded = compiled.filter(({ isSpread }) => isSpread);
  // filter[name][eq] → filter[name] where that is declared, filter otherwise
  const deep = compiled
    .filter(({ style }) => style === 'deepObject')
    .map((field) => ({ field, start: `${field.name}[` }))
    .toSorted((one, other) => other.start.length - one.start.length);
  const byProperty = new Map(
    exploded.toReversed().flatMap((field) => field.shape.properties.map((property) => [property, field] as const)),
  );
  const open = exploded.filter(({ shape }) => shape.others === 'stated' || (shape.others === 'any' && !isStrict));
  return (name) => {
    const own = byProperty.get(name);
    if (own !== undefined) return own;
    const root = deep.find(({ start }) => name.startsWith(start))?.field;
    if (root !== undefined || foreign.has(name)) return root;
    return open.find(({ shape }) => shape.property(name) !== undefined);
  };
}

interface FieldContext {
  readonly index: number;
  readonly schemas: ContractSubset['schemas'];
  readonly decode: DecodeText;
}

const repeated = fault('style', 'The parameter may be given only once');
const notSpread = fault('style', 'The value has to be given as name[property]=value');

function compileField(field: Field, { index, schemas, decode }: FieldContext): CompiledField {
  const shape = shapeOf(field.schema, schemas);
  const isDeep = field.style === 'deepObject';
  const isList = field.explode && field.style === 'form' && shape.types.has('array');
  const readOne: TextReader = isDeep ? () => notSpread : compileReader({ ...field, shape, decode });
  const readList: TextReader = (text) => buildArray([text], shape, decode);
  const readText = isList ? (shape.kind === 'array' ? readList : eitherReader(readOne, readList)) : readOne;
  const unused: Built = { value: shape.types.has('string') ? '' : undefined, isUnused: true };
  return {
    ...field,
    index,
    shape,
    isSpread: shape.kind === 'object' && field.explode && field.style === 'form',
    readText: field.allowEmptyValue === true ? (text) => (text === '' ? unused : readText(text)) : readText,
    readTexts: isList ? (texts) => buildArray(texts, shape, decode) : () => repeated,
    readEntries: isDeep ? buildDeep({ name: field.name, shape, decode }) : buildSpread(shape, decode),
  };
}
