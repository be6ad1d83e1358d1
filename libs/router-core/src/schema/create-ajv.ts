import { _, Ajv2020, Name } from 'ajv/dist/2020.js';
import { resolveRef, SchemaEnv } from 'ajv/dist/compile/index.js';
import { getValidate } from 'ajv/dist/vocabularies/core/ref.js';
import { formats } from './formats.ts';
import { compilePattern } from './keywords/compile-pattern.ts';
import { addOwnKeywords, replaceKeywordCode } from './own-keywords.ts';
import { addDecidingKeywords, addExplainingKeywords } from './union-keywords.ts';

export interface AjvPurpose {
  /** All errors instead of a verdict. */
  readonly explains: boolean;
  /** Its schemas need more than values: see `SchemaNode.dynamic`. */
  readonly dynamic: boolean;
  /** The code is printed. */
  readonly prints: boolean;
}

/** JSON Schema 2020-12 as contracts need it (see `own-keywords.ts`): formats asserted, `$data` and `discriminator` never. */
export function createAjv({ explains, dynamic, prints }: AjvPurpose): Ajv2020 {
  const regExp = Object.assign((pattern: string) => compilePattern(pattern), { code: 'runtime.compilePattern' });
  const ajv = new Ajv2020({
    strict: false,
    strictNumbers: true,
    allErrors: explains,
    // Costs a third of a verdict; only schemas that name what every object inherits can tell the difference.
    ownProperties: dynamic,
    validateFormats: true,
    validateSchema: false,
    meta: false,
    addUsedSchema: false,
    inlineRefs: false,
    messages: false,
    logger: false,
    formats: { ...formats },
    code: { regExp, source: prints, formats: _`runtime.formats` },
  });
  if (!dynamic) {
    // Ajv 2020 keeps book of evaluated properties for every schema; without `unevaluated…` nobody reads it.
    ajv.opts.unevaluated = false;
    ajv.opts.dynamicRef = false;
  }
  addOwnKeywords(ajv);
  if (explains) addExplainingKeywords(ajv);
  else addDecidingKeywords(ajv);
  if (!explains && !dynamic) replaceReference(ajv);
  return ajv;
}

/** A verdict needs the value only: no path, no parent, no object to hold them. */
function replaceReference(ajv: Ajv2020): void {
  const errors = new Name('errors');
  const definition = ajv.getKeyword('$ref');
  if (typeof definition !== 'object' || !('code' in definition)) throw new TypeError('Ajv has no keyword $ref');
  const original = definition.code;
  replaceKeywordCode(ajv, '$ref', {
    code(context) {
      const { gen, data, schema, it } = context;
      const target = resolveRef.call(it.self, it.schemaEnv.root, it.baseId, schema);
      if (!(target instanceof SchemaEnv) || schema.startsWith('#')) {
        original(context);
        return;
      }
      context.result(_`${getValidate(context, target)}(${data})`, undefined, () => gen.code(_`${errors}++`));
    },
  });
}
