import { createHash } from 'node:crypto';
import type { AttributeList } from '../otlp/otlp-data.ts';
import { textAttribute } from './attribute-list.ts';
import type { TextPool } from './text-pool.ts';
import { keepText, trimAttributes } from './trim-attributes.ts';

export interface Resource {
  /** The same for the same attributes, also after a restart. */
  readonly key: string;
  readonly service: string;
  readonly attributes: AttributeList;
  readonly bytes: number;
}

/** Resources are many times the same one: each is kept once, for as long as a record refers to it. */
export interface ResourceTable {
  find(attributes: AttributeList): Resource;
  hold(resource: Resource): void;
  release(resource: Resource): void;
  readonly bytes: number;
}

const maximumBytes = 4 * 1024 * 1024;
const maximumName = 255;
/** What a service is called that does not say it. */
export const unknownService = 'unknown_service';

export function createResourceTable(pool: TextPool): ResourceTable {
  const byKey = new Map<string, Resource>();
  const uses = new Map<Resource, number>();
  let bytes = 0;
  return {
    find(attributes) {
      const service = keepText(textAttribute(attributes, 'service.name') || unknownService, pool, maximumName);
      // Beyond its room a resource is its service's name and nothing else.
      const trimmed = trimAttributes(bytes > maximumBytes ? ['service.name', service] : attributes, pool);
      const key = createHash('sha256').update(JSON.stringify(trimmed.attributes)).digest('hex').slice(0, 16);
      return byKey.get(key) ?? { key, service, attributes: trimmed.attributes, bytes: trimmed.bytes + 200 };
    },
    hold(resource) {
      const count = uses.get(resource) ?? 0;
      uses.set(resource, count + 1);
      if (count > 0) return;
      byKey.set(resource.key, resource);
      bytes += resource.bytes;
    },
    release(resource) {
      const count = (uses.get(resource) ?? 1) - 1;
      if (count > 0) {
        uses.set(resource, count);
        return;
      }
      if (uses.delete(resource)) bytes -= resource.bytes;
      byKey.delete(resource.key);
    },
    get bytes() {
      return bytes;
    },
  };
}
