import type { JsonValue } from '../model/json.ts';
import { type BundleContext, locate, type Place } from './bundle-context.ts';
import type { ObjectKind } from './grammar.ts';

const styles = 'simple label matrix form spaceDelimited pipeDelimited deepObject cookie'.split(' ');
const places: readonly string[] = ['path', 'query', 'header', 'cookie', 'querystring', 'formData', 'body'];

/** A word of OpenAPI in another case is read as that word: nothing else can be meant. */
export function readWord(raw: JsonValue, kind: ObjectKind, place: Place, context: BundleContext): JsonValue {
  const words = wordsOf(kind, place.key);
  if (typeof raw !== 'string' || words.includes(raw)) return raw;
  const word = words.find((each) => each.toLowerCase() === raw.toLowerCase());
  if (word === undefined) return raw;
  context.report.warning({
    at: locate(place, context),
    code: place.key === 'in' ? 'invalid-parameter' : 'invalid-style',
    message: `"${place.key}" must be "${word}", not "${raw}"`,
    hint: `It is read as "${word}"`,
  });
  return word;
}

function wordsOf(kind: ObjectKind, key: string | undefined): readonly string[] {
  if (key === 'style' && (kind === 'parameter' || kind === 'header' || kind === 'encoding')) return styles;
  return key === 'in' && kind === 'parameter' ? places : [];
}
