import type { JsonObject, JsonValue } from '@brrt/service-model';
import {
  type ComponentName,
  componentSections,
  componentShape,
  type ReferenceRules,
  readComponentReference,
  rewriteReferences,
} from '@brrt/service-model/references';
import { pascalCase } from '../emit/code-text.ts';
import { isObject } from './composition-file.ts';
import { resolved, type ServiceDocument } from './service-document.ts';

/** Where a part is put that is taken of a document. */
export interface Taker {
  readonly source: ServiceDocument;
  /** Name of the contract; `''` where that makes no difference. */
  readonly contract: string;
  /** The operation that a link to an operation of the service means in the contract; undefined when it has none. */
  readonly operationId: (link: JsonObject) => string | undefined;
}

/** The components that operations reach, each under the name that it has in the composed document. */
export interface TakenComponents {
  /** How references are rewritten; what they lead to is taken. */
  rules(taker: Taker): ReferenceRules;
  /** All that is reached, in the order of the sections, then of the documents. */
  sections(order: readonly ServiceDocument[]): readonly TakenComponent[];
}

export interface TakenComponent extends ComponentName {
  readonly value: JsonValue;
  readonly origin: string;
}

/** A component where it is written, and what it is called in the composed document. */
export interface Taken {
  readonly taker: Taker;
  readonly written: ComponentName;
  readonly made: ComponentName;
}

/** `Petstore_Pet`; with links to operations, `Web_Petstore_Pet` in each contract. */
export function composedName(
  { source, contract }: Pick<Taker, 'source' | 'contract'>,
  component: ComponentName,
): ComponentName {
  const { section, name } = component;
  const bound = source.isBound(component) && contract !== '' ? [contract] : [];
  return { section, name: [...[...bound, source.name].map(servicePrefix), name].join('_') };
}

/** `user-service` → `UserService`. A service's name has no underscore, so no two components get one name. */
export function servicePrefix(service: string): string {
  return service.split('-').map(pascalCase).join('');
}

/**
 * @param nameOf the name of a component in the composed document, and the document that it is taken of
 */
export function createTakenComponents(nameOf: (taker: Taker, component: ComponentName) => Taken): TakenComponents {
  const taken = new Map<string, Taken>();
  const rules = (taker: Taker): ReferenceRules => ({
    component(component) {
      const found = nameOf(taker, component);
      const key = `${found.made.section}/${found.made.name}`;
      if (!taken.has(key)) taken.set(key, found);
      return found.made;
    },
    link: (link) => rewriteLink(link, taker),
    operation: ({ security: _, operationId: __, tags: ___, ...operation }) => operation,
    xmlRoot: (component) => (isNamed(taker.source, component) ? {} : { xml: { name: component.name } }),
  });
  return {
    rules,
    sections(order) {
      const values = new Map<string, TakenComponent>();
      // A map visits what is added to it while it is walked.
      for (const [key, { taker, written, made }] of taken) {
        const value = taker.source.component(written) ?? {};
        const origin = `${taker.source.name === '' ? 'aggregates.yaml' : taker.source.name}: ${written.name}`;
        values.set(key, {
          ...made,
          value: rewriteReferences(value, componentShape(written.section), rules(taker)),
          origin,
        });
      }
      const position = ({ taker, written }: Taken): readonly number[] => [
        componentSections.indexOf(written.section),
        order.indexOf(taker.source),
        taker.source.componentNames(written.section).indexOf(written.name),
      ];
      const sorted = [...taken].sort(([, left], [, right]) => compare(position(left), position(right)));
      return sorted.map(([key]) => values.get(key)).filter((value) => value !== undefined);
    },
  };
}

function compare(left: readonly number[], right: readonly number[]): number {
  const index = left.findIndex((value, place) => value !== right[place]);
  return (left[index] ?? 0) - (right[index] ?? 0);
}

// A link stands where it is used, because its operation is another one in each contract.
function rewriteLink(written: JsonObject, { source, operationId }: Taker): JsonObject | undefined {
  const link = resolved(written, source.component);
  if (link === undefined || readComponentReference(link.$ref) !== undefined) return undefined;
  const target = operationId(link);
  if (target === undefined) return undefined;
  const { operationRef: _, server: __, ...rest } = link;
  return { ...rest, operationId: target };
}

/** Whether the schema of a component says itself how its element is called. */
function isNamed(source: ServiceDocument, component: ComponentName, seen: readonly string[] = []): boolean {
  const schema = source.component(component);
  if (!isObject(schema) || seen.includes(component.name)) return false;
  if (isObject(schema.xml) && schema.xml.name !== undefined) return true;
  const parts = [schema, ...(Array.isArray(schema.allOf) ? schema.allOf : [])];
  return parts.some((part) => {
    if (!isObject(part)) return false;
    const used = readComponentReference(part.$ref);
    const own = part !== schema && isObject(part.xml) && part.xml.name !== undefined;
    return own || (used !== undefined && isNamed(source, used, [...seen, component.name]));
  });
}
