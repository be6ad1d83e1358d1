import type { JsonSchema, JsonValue, ServiceModel } from '@brrt/service-model';

/** The component schemas of two contracts that are compared. */
export interface ComparedModels {
  readonly before: Pick<ServiceModel, 'schemas'>;
  readonly after: Pick<ServiceModel, 'schemas'>;
}

type Schema = JsonSchema | JsonValue | undefined;
type Fields = Readonly<Record<string, JsonValue>>;

const maps: ReadonlySet<string> = new Set(['properties', 'patternProperties', 'dependentSchemas', '$defs']);
const lists: ReadonlySet<string> = new Set(['allOf', 'anyOf', 'oneOf', 'prefixItems']);
const single: ReadonlySet<string> = new Set([
  'items',
  'additionalProperties',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'propertyNames',
  'unevaluatedItems',
  'unevaluatedProperties',
  'contentSchema',
]);
const sets: ReadonlySet<string> = new Set(['required', 'enum', 'type']);
/** No value is judged otherwise for them. */
const silent: ReadonlySet<string> = new Set(['title', 'description', '$comment', 'example', 'examples', '$ref']);

const reference = /^#\/components\/schemas\/(.+)$/;

/** What a value may be that it could not be before, and the other way round: `/name maxLength 10 → 20`. */
export function compareSchemas(before: Schema, after: Schema, models: ComparedModels): readonly string[] {
  const found: string[] = [];
  new Comparison(models, found).compare(before, after, '');
  return found;
}

class Comparison {
  readonly #models: ComparedModels;
  readonly #found: string[];
  /** Pairs of references under comparison or done: contracts are recursive. */
  readonly #seen = new Set<string>();

  constructor(models: ComparedModels, found: string[]) {
    this.#models = models;
    this.#found = found;
  }

  compare(before: Schema, after: Schema, at: string): void {
    const [one, other] = [this.#follow(before, 'before'), this.#follow(after, 'after')];
    const names = `${nameOf(before)} ${nameOf(after)}`;
    if (names !== ' ' && this.#seen.has(names)) return;
    this.#seen.add(names);
    if (!isFields(one) || !isFields(other)) {
      if (JSON.stringify(one) !== JSON.stringify(other)) this.#tell(at, `schema ${shown(one)} → ${shown(other)}`);
      return;
    }
    for (const keyword of new Set([...Object.keys(one), ...Object.keys(other)])) {
      if (!silent.has(keyword) && !keyword.startsWith('x-')) this.#compareKeyword(keyword, { one, other }, at);
    }
  }

  #compareKeyword(keyword: string, pair: { readonly one: Fields; readonly other: Fields }, at: string): void {
    const [before, after] = [pair.one[keyword], pair.other[keyword]];
    if (maps.has(keyword)) this.#compareMaps(fieldsOf(before), fieldsOf(after), at);
    else if (lists.has(keyword) && Array.isArray(before) && Array.isArray(after)) {
      if (before.length !== after.length) this.#tell(at, `${keyword} ${before.length} → ${after.length} schemas`);
      for (const [index, schema] of before.slice(0, after.length).entries())
        this.compare(schema, after[index], `${at}/${keyword}/${index}`);
    } else if (single.has(keyword) && before !== undefined && after !== undefined) {
      this.compare(before, after, keyword === 'items' ? `${at}/*` : `${at}/${keyword}`);
    } else if (sets.has(keyword)) this.#compareSets(keyword, [listOf(before), listOf(after)], at);
    else if (JSON.stringify(before) !== JSON.stringify(after))
      this.#tell(at, `${keyword} ${shown(before)} → ${shown(after)}`);
  }

  #compareMaps(before: Fields, after: Fields, at: string): void {
    for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const place = `${at}/${name}`;
      if (!Object.hasOwn(before, name)) this.#tell(place, 'is new');
      else if (!Object.hasOwn(after, name)) this.#tell(place, 'is gone');
      else this.compare(before[name], after[name], place);
    }
  }

  #compareSets(keyword: string, [before, after]: readonly [readonly string[], readonly string[]], at: string): void {
    const added = after.filter((value) => !before.includes(value)).map((value) => `+${value}`);
    const gone = before.filter((value) => !after.includes(value)).map((value) => `−${value}`);
    const changes = [...added, ...gone];
    if (changes.length > 0) this.#tell(at, `${keyword} ${changes.join(' ')}`);
  }

  #tell(at: string, what: string): void {
    this.#found.push(at === '' ? what : `${at} ${what}`);
  }

  #follow(schema: Schema, side: 'before' | 'after'): Schema {
    const { schemas } = this.#models[side];
    let followed = schema;
    // A chain longer than there are schemas leads in a circle.
    for (let step = 0; step <= Object.keys(schemas).length; step += 1) {
      const name = nameOf(followed);
      if (name === '' || !Object.hasOwn(schemas, name)) return followed;
      followed = schemas[name];
    }
    return followed;
  }
}

function nameOf(schema: Schema): string {
  const target = isFields(schema) ? schema.$ref : undefined;
  return typeof target === 'string' ? (reference.exec(target)?.[1] ?? '') : '';
}

function isFields(value: Schema): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fieldsOf(value: JsonValue | undefined): Fields {
  return isFields(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly string[] {
  if (value === undefined) return [];
  return (Array.isArray(value) ? value : [value]).map((each: JsonValue) =>
    typeof each === 'string' ? each : JSON.stringify(each),
  );
}

const maximumShown = 60;

function shown(value: Schema): string {
  if (value === undefined) return 'none';
  const text = JSON.stringify(value);
  return text.length > maximumShown ? `${text.slice(0, maximumShown)}…` : text;
}
