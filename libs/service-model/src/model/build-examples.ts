import type { BuildContext } from './build-context.ts';
import { definedFields, fieldOf, objectField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';
import { resolveObject } from './resolve-object.ts';
import type { Example } from './service-model.ts';

/** `example` (named `default`) and `examples` of a parameter, header or media type (OpenAPI 3.1 §4.8.19). */
export function buildExamples(owner: JsonObject, context: BuildContext): readonly Example[] {
  const single = fieldOf(owner, 'example');
  const named = Object.entries(objectField(owner, 'examples') ?? {}).flatMap(([name, value]) => {
    const example = resolveObject(value, context);
    return example === undefined ? [] : [buildExample(name, example)];
  });
  return single === undefined
    ? named
    : [{ name: 'default', value: single }, ...named.filter(({ name }) => name !== 'default')];
}

function buildExample(name: string, example: JsonObject): Example {
  const summary = stringField(example, 'summary');
  const externalValue = stringField(example, 'externalValue');
  // `value: null` is a value.
  const value = fieldOf(example, Object.hasOwn(example, 'value') ? 'value' : 'dataValue');
  const serializedValue = stringField(example, 'serializedValue');
  const octets = /^data:[^,]*;base64,(.*)$/s.exec(externalValue ?? '')?.[1];
  if (octets !== undefined) return { name, ...definedFields<Omit<Example, 'name'>>({ summary, octets }) };
  return { name, ...definedFields<Omit<Example, 'name'>>({ summary, value, serializedValue, externalValue }) };
}
