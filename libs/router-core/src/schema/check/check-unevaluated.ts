import type { JsonObject, JsonSchema } from '@brrt/service-model';
import { checkItem, checkItemsFrom } from './check-array.ts';
import { checkMember, isNoneOf } from './check-object.ts';
import { patternConstant } from './check-primitives.ts';
import { type CheckPlace, type CheckWriter, isObjectCode } from './check-writer.ts';
import { declaredItems, declaredNames } from './declared-parts.ts';

/**
 * `unevaluatedProperties` and `unevaluatedItems` (JSON Schema 2020-12 §11) around the other keywords of a schema.
 * What is evaluated whatever the value is known when the code is written; only the rest is noted while a value is checked.
 */
export function checkUnevaluated(
  writer: CheckWriter,
  schema: JsonObject,
  place: CheckPlace,
  checkOthers: (place: CheckPlace) => string,
): string {
  const ofNames = schema.unevaluatedProperties as JsonSchema | undefined;
  const ofItems = schema.unevaluatedItems as JsonSchema | undefined;
  if (ofNames === undefined && ofItems === undefined) return checkOthers(place);
  const names = ofNames === undefined ? undefined : declaredNames(schema, writer.schema);
  const items = ofItems === undefined ? undefined : declaredItems(schema, writer.schema);
  const isKnown = (ofNames === undefined || names !== undefined) && (ofItems === undefined || items !== undefined);
  const evaluated = isKnown ? undefined : writer.name('e');
  const inner = { ...place, evaluated };
  const code = [
    evaluated === undefined ? '' : `const ${evaluated}=${writer.runtime('noteEvaluated')}();`,
    // Whoever asks from outside learns below that everything is evaluated, of the kind that is spoken about.
    checkOthers(evaluated === undefined ? place : inner),
    ofNames === undefined ? '' : checkNames(writer, ofNames, { place: inner, names }),
    ofItems === undefined ? '' : checkItems(writer, ofItems, { place: inner, items }),
  ].join('');
  return code + passOn(writer, { evaluated, outer: place.evaluated, ofNames, ofItems });
}

interface Names {
  readonly place: CheckPlace;
  readonly names: ReturnType<typeof declaredNames>;
}

function checkNames(writer: CheckWriter, schema: JsonSchema, { place, names }: Names): string {
  if (names === 'all') return '';
  const name = writer.name('k');
  const code = checkMember(writer, schema, name, place);
  if (code === '') return '';
  const tests =
    names === undefined
      ? [`!${writer.runtime('isNameEvaluated')}(${place.evaluated},${name})`]
      : [
          isNoneOf(writer, [...names.names], name),
          ...[...names.patterns].map((pattern) => `!${patternConstant(writer, pattern)}.test(${name})`),
        ].filter((test) => test !== '');
  const body = tests.length === 0 ? code : `if(${tests.join('&&')}){${code}}`;
  return `if(${isObjectCode(place.value)}){for(const ${name} in ${place.value}){${body}}}`;
}

interface Items {
  readonly place: CheckPlace;
  readonly items: ReturnType<typeof declaredItems>;
}

function checkItems(writer: CheckWriter, schema: JsonSchema, { place, items }: Items): string {
  const { value } = place;
  if (items === 'all') return '';
  if (items !== undefined) {
    const code = checkItemsFrom(writer, schema, String(items), place);
    return code === '' ? '' : `if(Array.isArray(${value})){${code}}`;
  }
  const index = writer.name('i');
  const code = schema === false ? `${place.fail};` : checkItem(writer, schema, index, place);
  if (code === '') return '';
  const isOpen = `!${writer.runtime('isItemEvaluated')}(${place.evaluated},${index})`;
  return `if(Array.isArray(${value})){for(let ${index}=0;${index}<${value}.length;${index}++){if(${isOpen}){${code}}}}`;
}

interface Outcome {
  readonly evaluated: string | undefined;
  readonly outer: string | undefined;
  readonly ofNames: JsonSchema | undefined;
  readonly ofItems: JsonSchema | undefined;
}

function passOn(writer: CheckWriter, { evaluated, outer, ofNames, ofItems }: Outcome): string {
  if (outer === undefined) return '';
  return [
    evaluated === undefined ? '' : `${writer.runtime('addEvaluated')}(${outer},${evaluated});`,
    ofNames === undefined ? '' : `${outer}.allNames=true;`,
    ofItems === undefined ? '' : `${outer}.allItems=true;`,
  ].join('');
}
