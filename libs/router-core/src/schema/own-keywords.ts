import {
  _,
  type Ajv2020,
  type Code,
  type CodeGen,
  type CodeKeywordDefinition,
  type KeywordCxt,
  type Name,
} from 'ajv/dist/2020.js';
import { or } from 'ajv/dist/compile/codegen/index.js';
import { hasAtLeast, hasAtMost, hasUniqueItems, isMultipleOf, isOneOf, sameJson } from './schema-runtime.ts';

/**
 * Gives a keyword of Ajv other code and leaves its place in the order of keywords.
 * Each instance of Ajv has definitions of its own.
 */
export function replaceKeywordCode(ajv: Ajv2020, keyword: string, replacement: Partial<CodeKeywordDefinition>): void {
  const definition = ajv.getKeyword(keyword);
  if (typeof definition !== 'object') throw new TypeError(`Ajv has no keyword ${keyword}`);
  Object.assign(definition, replacement);
}

/** Exact, linear or bounded versions of keywords, with the verdicts of JSON Schema; `readOnly` and `writeOnly` refuse. */
export function addOwnKeywords(ajv: Ajv2020): void {
  replaceKeywordCode(ajv, 'const', { code: constCode });
  replaceKeywordCode(ajv, 'enum', { code: enumCode });
  replaceKeywordCode(ajv, 'uniqueItems', { code: uniqueItemsCode, error: { message: '', params: _`{}` } });
  replaceKeywordCode(ajv, 'multipleOf', { code: multipleOfCode });
  replaceKeywordCode(ajv, 'minLength', { code: (context) => lengthCode(context, 'hasAtLeast') });
  replaceKeywordCode(ajv, 'maxLength', { code: (context) => lengthCode(context, 'hasAtMost') });
  for (const keyword of ['readOnly', 'writeOnly']) {
    ajv.removeKeyword(keyword);
    // `rewriteSchema` leaves these keywords only where a property has no business in the message.
    ajv.addKeyword({ keyword, schemaType: 'boolean', code: (context) => context.fail() });
  }
}

/** Live code calls the function itself, printed code by its name in the module `runtime`. */
const runtimeFunctions = {
  sameJson: { ref: sameJson, code: _`runtime.sameJson` },
  isOneOf: { ref: isOneOf, code: _`runtime.isOneOf` },
  hasUniqueItems: { ref: hasUniqueItems, code: _`runtime.hasUniqueItems` },
  isMultipleOf: { ref: isMultipleOf, code: _`runtime.isMultipleOf` },
  hasAtLeast: { ref: hasAtLeast, code: _`runtime.hasAtLeast` },
  hasAtMost: { ref: hasAtMost, code: _`runtime.hasAtMost` },
} as const;

function runtimeFunction(gen: CodeGen, name: keyof typeof runtimeFunctions): Name {
  return gen.scopeValue('func', runtimeFunctions[name]);
}

/** A constant of the contract. Printed as `JSON.parse` of a string: a name `__proto__` stays a name. */
function constant(gen: CodeGen, value: unknown): Name {
  const text = JSON.stringify(value);
  return gen.scopeValue('obj', { key: text, ref: value, code: _`JSON.parse(${text})` });
}

const isStructure = (value: unknown): boolean => typeof value === 'object' && value !== null;

function constCode(context: KeywordCxt): void {
  const { gen, data, schema } = context;
  if (isStructure(schema)) context.pass(_`${runtimeFunction(gen, 'sameJson')}(${data}, ${constant(gen, schema)})`);
  else context.pass(_`${data} === ${schema}`);
}

const longestComparison = 8;

function enumCode(context: KeywordCxt): void {
  const { gen, data, schema } = context;
  const members: readonly unknown[] = schema;
  const primitives = members.filter((member) => !isStructure(member));
  const structures = members.filter(isStructure);
  const tests: Code[] = [];
  if (primitives.length > longestComparison) {
    const text = JSON.stringify(primitives);
    const set = gen.scopeValue('obj', {
      key: `set ${text}`,
      ref: new Set(primitives),
      code: _`new Set(JSON.parse(${text}))`,
    });
    tests.push(_`${set}.has(${data})`);
    // `schema` is JSON, so its primitives are what Ajv can write into code.
  } else tests.push(...primitives.map((member) => _`${data} === ${member as string | number | boolean | null}`));
  if (structures.length > 0) {
    tests.push(_`${runtimeFunction(gen, 'isOneOf')}(${data}, ${constant(gen, structures)})`);
  }
  context.pass(tests.length === 0 ? _`false` : or(...tests));
}

function uniqueItemsCode(context: KeywordCxt): void {
  if (context.schema === true) context.pass(_`${runtimeFunction(context.gen, 'hasUniqueItems')}(${context.data})`);
}

function multipleOfCode(context: KeywordCxt): void {
  const { gen, data, schema } = context;
  context.pass(_`${runtimeFunction(gen, 'isMultipleOf')}(${data}, ${schema})`);
}

function lengthCode(context: KeywordCxt, name: 'hasAtLeast' | 'hasAtMost'): void {
  const { gen, data, schema } = context;
  context.pass(_`${runtimeFunction(gen, name)}(${data}, ${schema})`);
}
