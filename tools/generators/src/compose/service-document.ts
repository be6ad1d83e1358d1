import type { JsonObject, JsonSchema, JsonValue, Operation, ServiceModel } from '@brrt/service-model';
import {
  type ComponentName,
  type ComponentSection,
  componentSections,
  componentShape,
  nameSubtypes,
  operationsOf,
  readComponentReference,
  rewriteReferences,
  routedPath,
} from '@brrt/service-model/references';
import { isList, isObject } from './composition-file.ts';

/** The contract of a service as one document to take parts of. */
export interface ServiceDocument {
  readonly name: string;
  readonly model: ServiceModel;
  readonly document: JsonObject;
  readonly operations: readonly WrittenOperation[];
  component(name: ComponentName): JsonValue | undefined;
  componentNames(section: ComponentSection): readonly string[];
  /** Whether a link to an operation is within a component: it means another operation in each contract. */
  isBound(name: ComponentName): boolean;
}

export interface WrittenOperation {
  readonly operation: Operation;
  /** As it stands in the document, with the parameters of its path. */
  readonly value: JsonObject;
  /** Where it stands in its path item. */
  readonly key: readonly string[];
}

export function serviceDocument(name: string, model: ServiceModel): ServiceDocument {
  const { document } = model;
  const written = isObject(document.components) ? document.components : {};
  // The cast: components of a bundled document are schemas.
  const schemas = nameSubtypes((isObject(written.schemas) ? written.schemas : {}) as Record<string, JsonSchema>);
  const sections: JsonObject = { ...written, schemas };
  const component = ({ section, name: wanted }: ComponentName): JsonValue | undefined => {
    const holder = sections[section];
    return isObject(holder) && Object.hasOwn(holder, wanted) ? holder[wanted] : undefined;
  };
  const names = (section: ComponentSection): readonly string[] =>
    Object.keys(isObject(sections[section]) ? sections[section] : {});
  const all = componentSections.flatMap((section) => names(section).map((each) => ({ section, name: each })));
  const bound = boundComponents(all, component);
  return {
    ...{ name, model, document, component },
    operations: writtenOperations(model, component),
    componentNames: names,
    isBound: (each) => bound.has(keyOf(each)),
  };
}

type ComponentOf = ServiceDocument['component'];

/** What a Reference Object leads to, with what stands beside the reference. */
export function resolved(value: JsonValue | undefined, component: ComponentOf): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  const named = readComponentReference(value.$ref);
  if (named === undefined) return value;
  const { $ref: _, ...beside } = value;
  const target = resolved(component(named), component);
  return target === undefined ? undefined : { ...target, ...beside };
}

function writtenOperations(
  { document, operations }: ServiceModel,
  component: ComponentOf,
): readonly WrittenOperation[] {
  return Object.entries(isObject(document.paths) ? document.paths : {}).flatMap(([path, item]) => {
    const pathItem = path.startsWith('x-') ? undefined : resolved(item, component);
    if (pathItem === undefined) return [];
    return operationsOf(pathItem).flatMap(({ method, operation: value, key }) => {
      const operation = operations.find((each) => each.method === method && each.path === routedPath(path));
      return operation === undefined ? [] : [{ operation, value: withPathParameters(value, pathItem, component), key }];
    });
  });
}

/** Operations of two services may stand at one path, so each has its parameters to itself. */
function withPathParameters(operation: JsonObject, { parameters }: JsonObject, component: ComponentOf): JsonObject {
  if (!isList(parameters) || parameters.length === 0) return operation;
  const identity = (parameter: JsonValue): string => {
    const { in: place, name } = resolved(parameter, component) ?? {};
    return `${String(place)} ${String(name)}`;
  };
  const own = isList(operation.parameters) ? operation.parameters : [];
  const overridden = new Set(own.map(identity));
  return { ...operation, parameters: [...parameters.filter((each) => !overridden.has(identity(each))), ...own] };
}

function boundComponents(all: readonly ComponentName[], component: ComponentOf): ReadonlySet<string> {
  const users = new Map<string, string[]>();
  const bound = new Set<string>();
  for (const each of all) {
    const key = keyOf(each);
    rewriteReferences(component(each) ?? {}, componentShape(each.section), {
      component(used) {
        users.set(keyOf(used), [...(users.get(keyOf(used)) ?? []), key]);
        return used;
      },
      link(link) {
        bound.add(key);
        return link;
      },
    });
  }
  // A set visits what is added to it while it is walked.
  for (const key of bound) for (const user of users.get(key) ?? []) bound.add(user);
  return bound;
}

function keyOf({ section, name }: ComponentName): string {
  return `${section}/${name}`;
}
