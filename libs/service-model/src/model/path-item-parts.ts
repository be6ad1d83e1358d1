import { componentPart, pathPart } from '../parse/parts.ts';
import { fieldOf, isJsonObject, objectField, stringField } from './fields.ts';
import type { JsonObject } from './json.ts';

/** The parts (see `Report`) that an entry of `paths` is read from: its own and those that its `$ref` leads to. */
export function pathItemParts(written: string, document: JsonObject): readonly string[] {
  const pathItems = objectField(objectField(document, 'components') ?? {}, 'pathItems') ?? {};
  const parts = [pathPart(written)];
  let value = fieldOf(objectField(document, 'paths') ?? {}, written);
  // References that only lead to themselves were reported and left out.
  for (let name = referenced(value); name !== undefined; name = referenced(value)) {
    parts.push(componentPart('pathItems', name));
    value = fieldOf(pathItems, name);
  }
  return parts;
}

// '#/components/pathItems/<name>' → <name>
function referenced(value: ReturnType<typeof fieldOf>): string | undefined {
  return isJsonObject(value) ? stringField(value, '$ref')?.split('/')[3] : undefined;
}
