import type { JsonObject } from '../model/json.ts';
import type { BundleContext } from './bundle-context.ts';

/**
 * Stands, in a document that was made from another one, in the place of what could not be read there, and says why: a
 * path item or operation with it is as unreadable as the original.
 */
export const unreadableField = 'x-brrt-unreadable';

export function checkUnreadable(made: JsonObject, { report, sources }: BundleContext): void {
  if (!Object.hasOwn(made, unreadableField)) return;
  report.error({
    at: sources.locate(made, unreadableField),
    code: 'left-out',
    message: `What stood here in the original contract could not be read: ${made[unreadableField]}`,
    hint: 'Write it anew, or mend the original and take it over again',
  });
}
