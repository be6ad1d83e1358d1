import { _, type Ajv2020, type CodeGen, type KeywordCxt, Name } from 'ajv/dist/2020.js';
import { not } from 'ajv/dist/compile/codegen/index.js';
import { Type } from 'ajv/dist/compile/util.js';
import type { KeywordErrorDefinition } from 'ajv/dist/types/index.js';
import { replaceKeywordCode } from './own-keywords.ts';

/** Number of errors in one function after which the items of an array are not looked at any more. */
const mostErrors = 200;

const errors = new Name('errors');

/**
 * `anyOf` and `oneOf` that say which errors came from which branch, and `items` that stops after {@link mostErrors}.
 * For the explaining compiler; verdicts are the same.
 */
export function addExplainingKeywords(ajv: Ajv2020): void {
  const error: KeywordErrorDefinition = {
    message: '',
    params: ({ params: { start, ends, passing, discriminator } }) =>
      _`{start: ${start}, ends: ${ends}, passing: ${passing}, discriminator: ${discriminator}}`,
  };
  replaceKeywordCode(ajv, 'anyOf', { code: (context) => unionCode(context, false), error });
  replaceKeywordCode(ajv, 'oneOf', { code: (context) => unionCode(context, true), error });
  const items = ajv.getKeyword('items');
  if (typeof items !== 'object' || !('code' in items)) throw new TypeError('Ajv has no keyword items');
  const original = items.code;
  replaceKeywordCode(ajv, 'items', {
    code(context) {
      const { schema, parentSchema } = context;
      if (schema === false && parentSchema.prefixItems !== undefined) original(context);
      else itemsCode(context);
    },
  });
}

/** `anyOf` and `oneOf` that make no errors for branches that fail: for the compiler that only decides. */
export function addDecidingKeywords(ajv: Ajv2020): void {
  replaceKeywordCode(ajv, 'anyOf', { code: (context) => unionCode(context, false) });
  replaceKeywordCode(ajv, 'oneOf', {
    code: (context) => unionCode(context, true),
    error: { message: '', params: _`{}` },
  });
}

function unionCode(context: KeywordCxt, exclusive: boolean): void {
  const { gen, schema, parentSchema, errsCount, it } = context;
  const explains = it.opts.allErrors === true;
  const valid = gen.let('valid', false);
  const passing = gen.let('passing', _`null`);
  const ends = explains ? gen.const('ends', _`[]`) : undefined;
  context.setParams({
    start: errsCount,
    ends,
    passing,
    discriminator: discriminatorCode(gen, parentSchema.discriminator),
  });
  const branches: readonly unknown[] = schema;
  gen.block(() => {
    for (const index of branches.keys()) {
      const branchValid = gen.name('_valid');
      const branch = context.subschema(
        {
          keyword: context.keyword,
          schemaProp: index,
          compositeRule: true,
          ...(explains ? {} : { createErrors: false, allErrors: false }),
        },
        branchValid,
      );
      if (ends !== undefined) gen.code(_`${ends}.push(${errors})`);
      if (exclusive) countBranch(context, { branch, branchValid, valid, passing, index });
      else {
        gen.assign(valid, _`${valid} || ${branchValid}`);
        const merged = context.mergeValidEvaluated(branch, branchValid);
        if (!merged) gen.if(not(valid));
      }
    }
  });
  context.result(
    valid,
    () => context.reset(),
    () => context.error(true),
  );
}

interface Branch {
  readonly branch: Parameters<KeywordCxt['mergeEvaluated']>[0];
  readonly branchValid: Name;
  readonly valid: Name;
  readonly passing: Name;
  readonly index: number;
}

function countBranch(context: KeywordCxt, { branch, branchValid, valid, passing, index }: Branch): void {
  const { gen } = context;
  if (index > 0) {
    gen.if(_`${branchValid} && ${valid}`).assign(valid, false).assign(passing, _`[${passing}, ${index}]`).else();
  }
  gen.if(branchValid, () => {
    gen.assign(valid, true);
    gen.assign(passing, index);
    context.mergeEvaluated(branch, Name);
  });
}

function discriminatorCode(gen: CodeGen, discriminator: unknown) {
  if (discriminator === undefined) return _`undefined`;
  const text = JSON.stringify(discriminator);
  return gen.scopeValue('obj', { key: text, ref: discriminator, code: _`JSON.parse(${text})` });
}

function itemsCode(context: KeywordCxt): void {
  const { gen, data, schema, parentSchema, it } = context;
  it.items = true;
  if (schema === true || (schema !== false && Object.keys(schema).length === 0)) return;
  const from = parentSchema.prefixItems?.length ?? 0;
  const itemValid = gen.name('valid');
  const allValid = gen.let('valid', true);
  gen.forRange('i', from, _`${data}.length`, (index) => {
    context.subschema({ keyword: 'items', dataProp: index, dataPropType: Type.Num }, itemValid);
    gen.if(not(itemValid), () => gen.assign(allValid, false).if(_`${errors} >= ${mostErrors}`, () => gen.break()));
  });
  context.ok(allValid);
}
