import type { JsonObject, JsonSchema } from '@brrt/service-model';
import type { Direction } from '../ports/schema-compiler.ts';
import { forEachSubschema, knownKeywords } from './known-keywords.ts';

type Components = Readonly<Record<string, JsonSchema>>;

/** What the direction of a message means for the components of a contract (OpenAPI 3.1 §4.8.24: `readOnly`, `writeOnly`). */
export interface ComponentSurvey {
  /** The component that a reference names; undefined for any other reference. */
  target(schema: JsonSchema): string | undefined;
  component(name: string): JsonSchema;
  /** Whether a property with this schema has no business in a message of this direction. */
  isHidden(schema: JsonSchema, direction: Direction): boolean;
  /** Hidden properties that a schema declares itself or through what applies in place. */
  hiddenNames(schema: JsonSchema, direction: Direction): ReadonlySet<string>;
  /** Names that a component requires itself or through what applies in place. */
  requiredNames(component: string): ReadonlySet<string>;
  /** Whether a component reads differently in this direction. */
  differs(component: string, direction: Direction): boolean;
}

const referencePrefix = '#/components/schemas/';

/** The component name in `#/components/schemas/<name>`, pointer escapes and percent-encoding taken off. */
export function componentName(reference: string): string | undefined {
  if (!reference.startsWith(referencePrefix)) return undefined;
  const token = reference.slice(referencePrefix.length);
  if (token.includes('/')) return undefined;
  return decodeFragment(token).replaceAll('~1', '/').replaceAll('~0', '~');
}

function decodeFragment(token: string): string {
  if (!token.includes('%')) return token;
  try {
    return decodeURIComponent(token);
  } catch {
    return token;
  }
}

export function surveyComponents(components: Components): ComponentSurvey {
  const differing = new Map<Direction, ReadonlySet<string>>();
  const survey: ComponentSurvey = {
    target(schema) {
      const reference = typeof schema === 'object' ? schema.$ref : undefined;
      if (typeof reference !== 'string') return undefined;
      const name = Object.hasOwn(components, reference.slice(referencePrefix.length))
        ? reference.slice(referencePrefix.length)
        : componentName(reference);
      return name !== undefined && reference.startsWith(referencePrefix) ? name : undefined;
    },
    component(name) {
      const schema = Object.hasOwn(components, name) ? components[name] : undefined;
      if (schema === undefined) throw new TypeError(`The contract has no schema ${JSON.stringify(name)}`);
      return schema;
    },
    isHidden: (schema, direction) => isHidden(survey, schema, direction, new Set()),
    hiddenNames: (schema, direction) => collectHidden(survey, schema, direction),
    requiredNames: (component) => collectRequired(survey, component),
    differs(component, direction) {
      let names = differing.get(direction);
      if (names === undefined) {
        names = findDiffering(survey, components, direction);
        differing.set(direction, names);
      }
      return names.has(component);
    },
  };
  return survey;
}

const hidingKeyword: Readonly<Record<Direction, 'readOnly' | 'writeOnly'>> = {
  request: 'readOnly',
  response: 'writeOnly',
};

/** The keyword that keeps a property out of messages of a direction. */
export function keywordThatHides(direction: Direction): 'readOnly' | 'writeOnly' {
  return hidingKeyword[direction];
}

function isHidden(survey: ComponentSurvey, schema: JsonSchema, direction: Direction, seen: Set<string>): boolean {
  if (typeof schema === 'boolean') return false;
  if (schema[hidingKeyword[direction]] === true) return true;
  const target = survey.target(schema);
  if (target !== undefined && !seen.has(target)) {
    seen.add(target);
    if (isHidden(survey, survey.component(target), direction, seen)) return true;
  }
  return allOfMembers(schema).some((member) => isHidden(survey, member, direction, seen));
}

function allOfMembers(schema: JsonObject): readonly JsonSchema[] {
  const members = schema.allOf;
  // `accepts` has shown that these are schemas.
  return members !== undefined && knownKeywords.get('allOf')?.accepts(members)
    ? (members as readonly JsonSchema[])
    : [];
}

function collectHidden(survey: ComponentSurvey, root: JsonSchema, direction: Direction): ReadonlySet<string> {
  const names = new Set<string>();
  visitInPlace(survey, root, (schema) => {
    for (const [name, property] of propertiesOf(schema)) if (survey.isHidden(property, direction)) names.add(name);
  });
  return names;
}

function collectRequired(survey: ComponentSurvey, component: string): ReadonlySet<string> {
  const names = new Set<string>();
  visitInPlace(survey, survey.component(component), ({ required }) => {
    if (Array.isArray(required)) for (const name of required) if (typeof name === 'string') names.add(name);
  });
  return names;
}

/** Properties with a usable schema. */
export function propertiesOf(schema: JsonObject): readonly (readonly [string, JsonSchema])[] {
  const properties = schema.properties;
  if (properties === undefined || !knownKeywords.get('properties')?.accepts(properties)) return [];
  // `accepts` has shown that this is a map of schemas.
  return Object.entries(properties as Readonly<Record<string, JsonSchema>>);
}

/** Visits a schema and all that judges the same value: through `$ref`, `allOf`, `anyOf`, `oneOf`, `then`, `else`. */
function visitInPlace(survey: ComponentSurvey, root: JsonSchema, visit: (schema: JsonObject) => void): void {
  const seen = new Set<JsonSchema>();
  const walk = (schema: JsonSchema): void => {
    if (typeof schema === 'boolean' || seen.has(schema)) return;
    seen.add(schema);
    visit(schema);
    const target = survey.target(schema);
    if (target !== undefined) walk(survey.component(target));
    forEachSubschema(schema, (subschema, keyword) => {
      if (knownKeywords.get(keyword)?.inPlace && keyword !== 'not' && keyword !== 'if') walk(subschema);
    });
  };
  walk(root);
}

function findDiffering(survey: ComponentSurvey, components: Components, direction: Direction): ReadonlySet<string> {
  const referrers = new Map<string, string[]>();
  const pending: string[] = [];
  for (const [name, schema] of Object.entries(components)) {
    if (inspect(survey, schema, direction, (target) => add(referrers, target, name))) pending.push(name);
  }
  const differing = new Set<string>();
  for (let name = pending.pop(); name !== undefined; name = pending.pop()) {
    if (differing.has(name)) continue;
    differing.add(name);
    pending.push(...(referrers.get(name) ?? []));
  }
  return differing;
}

function add(map: Map<string, string[]>, key: string, entry: string): void {
  const entries = map.get(key);
  if (entries === undefined) map.set(key, [entry]);
  else entries.push(entry);
}

/** Reports every reference; true when a hidden property is declared anywhere inside, references not followed. */
function inspect(
  survey: ComponentSurvey,
  schema: JsonSchema,
  direction: Direction,
  onReference: (target: string) => void,
): boolean {
  if (typeof schema === 'boolean') return false;
  const target = survey.target(schema);
  if (target !== undefined) onReference(target);
  let found = false;
  forEachSubschema(schema, (subschema, keyword) => {
    const holdsProperty = keyword.endsWith('roperties') && keyword !== 'unevaluatedProperties';
    if (holdsProperty && survey.isHidden(subschema, direction)) found = true;
    if (inspect(survey, subschema, direction, onReference)) found = true;
  });
  return found;
}
