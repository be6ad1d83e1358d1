import type { SchemaError } from './schema-error.ts';

export interface ErrorDescription {
  /** What is expected. Comes from the contract alone, never from the value. */
  readonly detail: string;
  /** The property that is missing or too many: it takes the violation's pointer one step further. */
  readonly property?: string;
}

type Params = SchemaError['params'];

const descriptions: Readonly<Record<string, (params: Params) => ErrorDescription>> = {
  type: ({ type, isInexact }) => ({ detail: `must be ${listNames(type)}${exactness(isInexact)}` }),
  required: ({ missingProperty }) => ({ detail: 'must be present', property: String(missingProperty) }),
  dependentRequired: ({ missingProperty, property }) => ({
    detail: `must be present when ${JSON.stringify(property)} is`,
    property: String(missingProperty),
  }),
  additionalProperties: ({ additionalProperty }) => undeclared(additionalProperty),
  unevaluatedProperties: ({ unevaluatedProperty }) => undeclared(unevaluatedProperty),
  unevaluatedItems: ({ limit }) => ({ detail: `must have at most ${counted(limit, 'item')}` }),
  propertyNames: () => ({ detail: 'must have property names that the contract allows' }),
  enum: ({ allowedValues }) => ({ detail: `must be one of ${listValues(allowedValues)}` }),
  discriminator: ({ allowedValues }) => ({ detail: `must be one of ${listValues(allowedValues)}` }),
  const: ({ allowedValue }) => ({ detail: `must be ${abbreviate(printValue(allowedValue))}` }),
  format: ({ format, isInexact }) => ({
    detail: `must have the format ${JSON.stringify(format)}${exactness(isInexact)}`,
  }),
  pattern: ({ pattern }) => ({ detail: `must match the pattern ${abbreviate(JSON.stringify(pattern))}` }),
  multipleOf: ({ multipleOf }) => ({ detail: `must be a multiple of ${multipleOf}` }),
  minimum: compare,
  maximum: compare,
  exclusiveMinimum: compare,
  exclusiveMaximum: compare,
  minLength: ({ limit }) => ({ detail: `must have at least ${counted(limit, 'character')}` }),
  maxLength: ({ limit }) => ({ detail: `must have at most ${counted(limit, 'character')}` }),
  minItems: ({ limit }) => ({ detail: `must have at least ${counted(limit, 'item')}` }),
  maxItems: ({ limit }) => ({ detail: `must have at most ${counted(limit, 'item')}` }),
  items: ({ limit }) => ({ detail: `must have at most ${counted(limit, 'item')}` }),
  minProperties: ({ limit }) => ({ detail: `must have at least ${counted(limit, 'property')}` }),
  maxProperties: ({ limit }) => ({ detail: `must have at most ${counted(limit, 'property')}` }),
  uniqueItems: () => ({ detail: 'must not have equal items' }),
  contains: ({ minContains, maxContains }) => ({
    detail: `must contain at least ${minContains}${maxContains === undefined ? '' : ` and at most ${maxContains}`} fitting items`,
  }),
  anyOf: () => ({ detail: 'must match at least one of the alternatives' }),
  oneOf: ({ passing }) => ({
    detail: `must match exactly one of the alternatives, matches ${passing === null ? 'none' : 'more'}`,
  }),
  not: ({ nothing }) => ({
    detail: nothing === true ? 'must not be present' : 'must not match what the contract excludes',
  }),
  contentMediaType: () => ({ detail: 'must be JSON' }),
  readOnly: () => ({ detail: 'must not be sent: it is read-only' }),
  writeOnly: () => ({ detail: 'must not be returned: it is write-only' }),
  depth: () => ({ detail: 'must not be nested so deeply' }),
};

/** The sentence for one failed keyword. */
export function describeError({ keyword, params }: SchemaError): ErrorDescription {
  const describe = Object.hasOwn(descriptions, keyword) ? descriptions[keyword] : undefined;
  return describe === undefined ? { detail: `must satisfy ${JSON.stringify(keyword)}` } : describe(params);
}

function exactness(isInexact: unknown): string {
  return isInexact === true ? ' and lie from -9007199254740991 to 9007199254740991, where numbers are exact' : '';
}

function undeclared(property: unknown): ErrorDescription {
  return { detail: 'must not be present: the contract declares no such property', property: String(property) };
}

function compare({ comparison, limit }: Params): ErrorDescription {
  return { detail: `must be ${comparison} ${limit}` };
}

function counted(limit: unknown, noun: string): string {
  if (limit === 1) return `1 ${noun}`;
  return `${limit} ${noun === 'property' ? 'properties' : `${noun}s`}`;
}

function listNames(names: unknown): string {
  const list = [names].flat();
  return list.length < 2 ? String(list[0]) : `${list.slice(0, -1).join(', ')} or ${list.at(-1)}`;
}

const mostValues = 20;
const longestText = 300;

function listValues(values: unknown): string {
  const list: readonly unknown[] = Array.isArray(values) ? values : [];
  const shown = list.slice(0, mostValues).map(printValue);
  return abbreviate(list.length > mostValues ? `${shown.join(', ')}, …` : shown.join(', '));
}

function printValue(value: unknown): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value);
}

function abbreviate(text: string): string {
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
