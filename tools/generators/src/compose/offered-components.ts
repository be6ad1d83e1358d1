import type { JsonObject, JsonValue } from '@brrt/service-model';
import { type ComponentName, componentSections } from '@brrt/service-model/references';
import type { ServiceDocument } from './service-document.ts';
import { composedName, createTakenComponents, type Taken, type Taker } from './taken-components.ts';

/** Components of services by the names that they have in the composed document: `schemas/Petstore_Pet`. */
export type OfferedComponents = ReadonlyMap<string, Taken>;

export function offeredComponents(services: readonly ServiceDocument[]): OfferedComponents {
  const offered = new Map<string, Taken>();
  for (const source of services) {
    const taker: Taker = { source, contract: '', operationId: () => undefined };
    for (const section of componentSections.filter((each) => each !== 'securitySchemes')) {
      for (const component of source.componentNames(section)) {
        const written: ComponentName = { section, name: component };
        const made = composedName(taker, written);
        offered.set(`${section}/${made.name}`, { taker, written, made });
      }
    }
  }
  return offered;
}

/**
 * An overlay that gives a document of the BFF's own those composed components that its text refers to, and all that they
 * reach. Undefined when it refers to none.
 */
export function componentsOverlay(text: string, offered: OfferedComponents): string | undefined {
  const components = createTakenComponents((taker, written) => ({
    taker,
    written,
    made: composedName(taker, written),
  }));
  for (const [, key = ''] of text.matchAll(/#\/components\/(\w+\/[\w.-]+)/g)) {
    const found = offered.get(key);
    if (found !== undefined) components.rules(found.taker).component(found.written);
  }
  const sources = [...new Set([...offered.values()].map(({ taker }) => taker.source))];
  const taken = components.sections(sources);
  if (taken.length === 0) return undefined;
  const sections: Record<string, Record<string, JsonValue>> = {};
  for (const { section, name, value } of taken) sections[section] = { ...sections[section], [name]: value };
  const update: JsonObject = { components: sections };
  const info = { title: 'Components of the services', version: '1' };
  return JSON.stringify({ overlay: '1.0.0', info, actions: [{ target: '$', update }] });
}
