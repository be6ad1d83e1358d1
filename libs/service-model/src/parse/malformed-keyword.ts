import type { JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import { typeName } from './read-scalar.ts';

/** Reports that a keyword has a value which it cannot have, and gives nothing. */
export function malformed(wanted: string, raw: JsonValue, place: Place, context: BundleContext): undefined {
  const at = locate(place, context);
  const message = `"${place.key}" must be ${wanted}, not ${typeof raw === 'object' ? typeName(raw) : JSON.stringify(raw)}`;
  context.report.warning({ at, code: 'malformed-keyword', message, hint: 'The schema is read without it' });
  return undefined;
}

export function reportRepeated(name: string, place: Place, context: BundleContext): void {
  const at = locate(place, context);
  context.report.warning({
    at,
    code: 'duplicate-item',
    message: `"${name}" names something twice`,
    hint: 'It counts once',
  });
}
