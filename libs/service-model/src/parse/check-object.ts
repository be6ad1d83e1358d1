import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';
import type { ObjectKind } from './grammar.ts';

/** Rules between the fields of one object, beyond what the grammar says of each field. */
export function checkObject(_kind: ObjectKind, _made: JsonObject, _context: BundleContext): void {}
