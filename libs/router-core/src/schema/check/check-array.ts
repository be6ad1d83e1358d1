import type { JsonObject, JsonSchema } from '@brrt/service-model';
import type { CheckPlace, CheckWriter } from './check-writer.ts';

/** Keywords that speak about arrays; the value is known to be one. */
export function checkArray(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const { value, fail } = place;
  const { minItems, maxItems } = schema;
  return [
    typeof minItems === 'number' && minItems > 0 ? `if(${value}.length<${minItems})${fail};` : '',
    typeof maxItems === 'number' ? `if(${value}.length>${maxItems})${fail};` : '',
    checkPrefix(writer, schema, place),
    checkItems(writer, schema, place),
    checkContains(writer, schema, place),
    schema.uniqueItems === true ? `if(!${writer.runtime('hasUniqueItems')}(${value}))${fail};` : '',
  ].join('');
}

function prefixOf({ prefixItems }: JsonObject): readonly JsonSchema[] {
  // Keywords of another shape have been left out.
  return (prefixItems ?? []) as readonly JsonSchema[];
}

function checkPrefix(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const prefix = prefixOf(schema);
  const checks = prefix.map((subschema, index) => {
    const code = checkItem(writer, subschema, String(index), place);
    return code === '' ? '' : `if(${place.value}.length>${index}){${code}}`;
  });
  const note =
    prefix.length > 0 && place.evaluated !== undefined
      ? `${writer.runtime('noteItems')}(${place.evaluated},${prefix.length});`
      : '';
  return checks.join('') + note;
}

function checkItems(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  if (schema.items === undefined) return '';
  const note = place.evaluated === undefined ? '' : `${place.evaluated}.allItems=true;`;
  return checkItemsFrom(writer, schema.items as JsonSchema, String(prefixOf(schema).length), place) + note;
}

/** Checks every item from an index on. */
export function checkItemsFrom(writer: CheckWriter, schema: JsonSchema, start: string, place: CheckPlace): string {
  if (schema === false) return `if(${place.value}.length>${start})${place.fail};`;
  const index = writer.name('i');
  const code = checkItem(writer, schema, index, place);
  return code === '' ? '' : `for(let ${index}=${start};${index}<${place.value}.length;${index}++){${code}}`;
}

/** Checks the item at an index that is a number or a variable. */
export function checkItem(writer: CheckWriter, schema: JsonSchema, index: string, place: CheckPlace): string {
  const inner = writer.name('p');
  const code = writer.check(schema, { value: inner, fail: place.fail, evaluated: undefined });
  return code === '' ? '' : `const ${inner}=${place.value}[${index}];${code}`;
}

function checkContains(writer: CheckWriter, schema: JsonObject, place: CheckPlace): string {
  const { contains, minContains = 1, maxContains } = schema;
  if (contains === undefined) return '';
  const least = Number(minContains);
  const isUnbounded = maxContains === undefined;
  if (least === 0 && isUnbounded && place.evaluated === undefined) return '';
  const [count, index, label] = [writer.name('c'), writer.name('i'), writer.name('b')];
  const inner = writer.name('p');
  const code = writer.check(contains as JsonSchema, {
    value: inner,
    fail: `break ${label}`,
    evaluated: undefined,
  });
  const note = place.evaluated === undefined ? '' : `${writer.runtime('noteItem')}(${place.evaluated},${index});`;
  const enough = isUnbounded && place.evaluated === undefined ? `if(${count}>=${least})break;` : '';
  const loop = `for(let ${index}=0;${index}<${place.value}.length;${index}++){const ${inner}=${place.value}[${index}];${label}:{${code}${count}++;${note}}${enough}}`;
  const tests = [
    ...(least > 0 ? [`${count}<${least}`] : []),
    ...(isUnbounded ? [] : [`${count}>${Number(maxContains)}`]),
  ];
  return `let ${count}=0;${loop}${tests.length === 0 ? '' : `if(${tests.join('||')})${place.fail};`}`;
}
