import type { JsonObject, JsonValue, ServiceModel } from '@brrt/service-model';

/** A kind of clients whose contract is a part of that of the service (`x-contracts` of a composed one). */
export interface ClientContract {
  readonly name: string;
  /** What its paths begin with: `/partner/v1`. */
  readonly prefix: string;
  readonly title: string;
  /** Fields of its Info Object, in the place of those of the whole. */
  readonly info: JsonObject;
}

/** Those with a prefix, in the order of the contract; one at the root has the document of the whole. */
export function listClientContracts({
  title,
  extensions,
}: Pick<ServiceModel, 'title' | 'extensions'>): readonly ClientContract[] {
  const written = extensions['x-contracts'];
  return Object.entries(isObject(written) ? written : {}).flatMap(([name, contract]) => {
    if (!isObject(contract)) return [];
    const { prefix, ...info } = contract;
    // Both are part of paths and of names of files.
    if (!/^[a-z][a-z\d-]*$/.test(name) || typeof prefix !== 'string' || !/^(?:\/[\w.~-]+)+$/.test(prefix)) return [];
    return [{ name, prefix, title: typeof info.title === 'string' ? info.title : `${title}: ${name}`, info }];
  });
}

/** Whether a path is that of the prefix, or has it before a slash. */
export function isBelow(path: string, prefix: string): boolean {
  return `${path}/`.startsWith(`${prefix}/`);
}

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
