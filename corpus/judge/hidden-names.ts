import type { JsonObject, JsonSchema } from '@brrt/service-model';

export type Direction = 'request' | 'response';

type Components = Readonly<Record<string, JsonSchema>>;

const keywordThatHides = { request: 'readOnly', response: 'writeOnly' } as const;
const prefix = '#/components/schemas/';

/** The component that a reference names. */
export function componentOf(reference: unknown): string | undefined {
  if (typeof reference !== 'string' || !reference.startsWith(prefix)) return undefined;
  return reference.slice(prefix.length).replaceAll('~1', '/').replaceAll('~0', '~');
}

/** Properties that have no business in a message of a direction, and so are not required there (OpenAPI 3.1 §4.8.24). */
export function hiddenNames(schema: JsonSchema, components: Components, direction: Direction): ReadonlySet<string> {
  const hidden = new Set<string>();
  visitInPlace(schema, components, ({ properties }) => {
    for (const [name, property] of Object.entries(properties ?? {})) {
      if (isHidden(property, components, direction)) hidden.add(name);
    }
  });
  return hidden;
}

function isHidden(property: JsonSchema, components: Components, direction: Direction): boolean {
  let hides = false;
  visitInPlace(property, components, (part) => {
    if (part[keywordThatHides[direction]] === true) hides = true;
  });
  return hides;
}

/** The schema and all that speaks about the same value: what it refers to, and its alternatives. */
function visitInPlace(schema: JsonSchema, components: Components, visit: (part: JsonObject) => void): void {
  const seen = new Set<unknown>([schema]);
  for (const part of seen) {
    if (typeof part !== 'object' || part === null) continue;
    const object = part as JsonObject; // what stands where a schema does
    visit(object);
    const name = componentOf(object.$ref);
    if (name !== undefined && Object.hasOwn(components, name)) seen.add(components[name]);
    for (const list of [object.allOf, object.anyOf, object.oneOf]) {
      if (Array.isArray(list)) for (const member of list) seen.add(member);
    }
  }
}
