import { localPointer } from '../model/build-links.ts';
import { fieldOf, listField, objectField, stringField } from '../model/fields.ts';
import type { JsonObject, JsonSchema, JsonValue } from '../model/json.ts';
import { operationsOf } from '../model/path-item-operations.ts';
import { componentShape } from '../parse/component-shape.ts';
import { type ComponentSection, componentSections } from '../parse/grammar.ts';
import { isObject } from '../parse/is-object.ts';
import { nameSubtypes } from './name-subtypes.ts';
import {
  type ComponentName,
  type ReferenceRules,
  readComponentReference,
  rewriteReferences,
} from './rewrite-references.ts';

/** Which part of a document is wanted. */
export interface WantedPart {
  readonly info: JsonObject;
  readonly includesPath: (path: string) => boolean;
  /** Fields of operations that are left out. */
  readonly omitted: readonly string[];
}

/**
 * Chosen paths of a bundled document as a document of their own, with the components, security schemes and tags that they
 * reach, in the order of the whole. A link to an operation that is not among them is left out.
 */
export function documentPart(document: JsonObject, { info, includesPath, omitted }: WantedPart): JsonObject {
  const components = componentsOf(document);
  const written = objectField(document, 'paths') ?? {};
  const chosen = Object.entries(written).filter(([path]) => includesPath(path));
  const reach = new Reach(components, { paths: new Map(chosen), omitted });
  const paths = Object.fromEntries(chosen.map(([path, item]) => [path, reach.rewrite(item, 'pathItem')]));
  const { security } = document;
  if (reach.inheritsSecurity) reach.useSecurity(security);
  const sections = reach.sections();
  const tags = tagsOf(document, reach.tags);
  return {
    ...pick(document, ['openapi', 'jsonSchemaDialect']),
    info,
    ...pick(document, ['servers']),
    ...(reach.inheritsSecurity && security !== undefined ? { security } : {}),
    ...(tags.length === 0 ? {} : { tags }),
    paths,
    ...(Object.keys(sections).length === 0 ? {} : { components: sections }),
  };
}

interface ReachFrom {
  readonly paths: ReadonlyMap<string, JsonValue>;
  readonly omitted: readonly string[];
}

/** What is met while a part is rewritten. */
class Reach {
  inheritsSecurity = false;
  readonly tags = new Set<string>();
  readonly #components: JsonObject;
  readonly #from: ReachFrom;
  readonly #operationIds: ReadonlySet<string>;
  readonly #reached = new Map<string, ComponentName>();
  readonly #rules: ReferenceRules = {
    component: (component) => {
      this.#reached.set(`${component.section}/${component.name}`, component);
      return component;
    },
    link: (link) => this.#rewriteLink(link),
    operation: (operation) => this.#rewriteOperation(operation),
  };

  constructor(components: JsonObject, from: ReachFrom) {
    this.#components = components;
    this.#from = from;
    const items = [...from.paths.values()].map((item) => this.#resolved(item));
    const operations = items.flatMap((item) => (item === undefined ? [] : operationsOf(item)));
    this.#operationIds = new Set(operations.flatMap(({ operation }) => stringField(operation, 'operationId') ?? []));
  }

  rewrite(value: JsonValue, shape: ReturnType<typeof componentShape>): JsonValue {
    return rewriteReferences(value, shape, this.#rules);
  }

  useSecurity(security: JsonValue | undefined): void {
    for (const requirement of Array.isArray(security) ? security : [])
      for (const name of Object.keys(isObject(requirement) ? requirement : {}))
        this.#rules.component({ section: 'securitySchemes', name });
  }

  sections(): JsonObject {
    const values = new Map<string, JsonValue>();
    // A map visits what is added to it while it is walked.
    for (const [key, { section, name }] of this.#reached) {
      const value = this.#component({ section, name });
      if (value !== undefined) values.set(key, this.rewrite(value, componentShape(section)));
    }
    return Object.fromEntries(
      Object.entries(this.#components).flatMap(([section, all]) => {
        const names = Object.keys(isObject(all) ? all : {}).filter((name) => values.has(`${section}/${name}`));
        const kept = names.map((name) => [name, values.get(`${section}/${name}`) ?? {}] as const);
        return kept.length === 0 ? [] : [[section, Object.fromEntries(kept)]];
      }),
    );
  }

  #rewriteOperation(operation: JsonObject): JsonObject {
    for (const tag of listField(operation, 'tags')) this.tags.add(String(tag));
    if (operation.security === undefined) this.inheritsSecurity = true;
    else this.useSecurity(operation.security);
    return Object.fromEntries(Object.entries(operation).filter(([field]) => !this.#from.omitted.includes(field)));
  }

  #rewriteLink(link: JsonObject): JsonObject | undefined {
    const target = this.#resolved(link);
    if (target === undefined || !this.#isWithin(target)) return undefined;
    const named = readComponentReference(link.$ref);
    if (named !== undefined) this.#rules.component(named);
    return link;
  }

  #isWithin({ operationId, operationRef }: JsonObject): boolean {
    if (typeof operationId === 'string') return this.#operationIds.has(operationId);
    const [section, path] = localPointer(String(operationRef));
    return section !== 'paths' || path === undefined || this.#from.paths.has(path);
  }

  #resolved(value: JsonValue | undefined): JsonObject | undefined {
    if (!isObject(value)) return undefined;
    const named = readComponentReference(value.$ref);
    return named === undefined ? value : this.#resolved(this.#component(named));
  }

  #component({ section, name }: ComponentName): JsonValue | undefined {
    return fieldOf(objectField(this.#components, section) ?? {}, name);
  }
}

/** Subtypes are reached through the discriminator of their base alone, so it has to name them. */
function componentsOf(document: JsonObject): JsonObject {
  const components = objectField(document, 'components') ?? {};
  const known = Object.entries(components).filter(([section]) => isSection(section));
  // The cast: components of a bundled document are schemas.
  const schemas = nameSubtypes((objectField(components, 'schemas') ?? {}) as Record<string, JsonSchema>);
  return Object.fromEntries(known.map(([section, all]) => [section, section === 'schemas' ? schemas : all]));
}

function isSection(section: string): section is ComponentSection {
  return componentSections.some((each) => each === section);
}

/** A tag brings its parents (OpenAPI 3.2 §4.22.1). */
function tagsOf(document: JsonObject, used: Set<string>): readonly JsonObject[] {
  const declared = listField(document, 'tags').filter(isObject);
  // A set visits what is added to it while it is walked.
  for (const name of used) {
    const parent = declared.find((tag) => tag.name === name)?.parent;
    if (typeof parent === 'string') used.add(parent);
  }
  return declared.filter(({ name }) => used.has(String(name)));
}

function pick(object: JsonObject, fields: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([field]) => fields.includes(field)));
}
