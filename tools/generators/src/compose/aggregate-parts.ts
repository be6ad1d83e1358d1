import type { JsonValue } from '@brrt/service-model';
import { isObject } from './composition-file.ts';

export const aggregateField = 'x-aggregate';

/** One part of what an operation of the BFF's own answers. */
export interface AggregatePart {
  readonly name: string;
  readonly service: string;
  /** `operationId` there. */
  readonly operation: string;
  readonly optional: boolean;
}

/** `x-aggregate: { user: { service: users, operation: getUser, optional: true } }`; undefined when it is written otherwise. */
export function readAggregateParts(written: JsonValue | undefined): readonly AggregatePart[] | undefined {
  if (!isObject(written)) return undefined;
  const parts = Object.entries(written).map(([name, part]): AggregatePart | undefined => {
    const { service, operation, optional = false, ...others } = isObject(part) ? part : {};
    const isKnown = Object.keys(others).length === 0 && typeof optional === 'boolean' && isPartName(name);
    return isKnown && typeof service === 'string' && typeof operation === 'string'
      ? { name, service, operation, optional }
      : undefined;
  });
  return parts.every((part) => part !== undefined) && parts.length > 0 ? parts : undefined;
}

// Names of variables in the handler; what `gather` gives back beside the parts is called `missing`.
function isPartName(name: string): boolean {
  return /^[a-z][A-Za-z\d]*$/.test(name) && name !== 'missing';
}
