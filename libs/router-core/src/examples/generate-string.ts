import type { JsonObject } from '@brrt/service-model';
import { generateFormat, generateWords } from './generate-format.ts';
import { generateFromPattern } from './generate-pattern.ts';
import type { Random } from './random.ts';
import { numberOf, stringOf } from './schema-keywords.ts';
import { stringFits } from './string-fits.ts';

const maxAttempts = 60;

/** A string by `format`, `pattern` and lengths; undefined when none was found. */
export function generateString(schema: JsonObject, random: Random): string | undefined {
  const pattern = stringOf(schema, 'pattern');
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    for (const candidate of candidates(schema, random, pattern === undefined ? 0 : attempt)) {
      if (stringFits(schema, candidate)) return candidate;
    }
    if (pattern === undefined) break;
  }
  return pattern === undefined ? fitLength(generateWords(1, random), schema) : undefined;
}

function* candidates(schema: JsonObject, random: Random, attempt: number): Generator<string> {
  const format = stringOf(schema, 'format');
  const pattern = stringOf(schema, 'pattern');
  const formatted = format === undefined ? undefined : generateFormat(format, random);
  if (formatted !== undefined) {
    yield formatted;
    if (pattern === undefined) yield* longerFormats(format ?? '', formatted, schema);
  }
  if (pattern !== undefined) {
    // The more often it failed the longer the repetitions: lengths may ask for more than the least.
    const generated = generateFromPattern(
      pattern,
      random,
      attempt % 2 === 0 ? 1 + attempt : (numberOf(schema, 'minLength') ?? 3),
    );
    yield generated;
    yield fitLength(generated, schema);
    return;
  }
  if (formatted === undefined) yield fitLength(generateWords(1, random), schema);
}

function* longerFormats(format: string, formatted: string, schema: JsonObject): Generator<string> {
  const missing = (numberOf(schema, 'minLength') ?? 0) - formatted.length;
  if (missing > 0 && (format === 'uri' || format === 'url' || format === 'uri-reference')) {
    yield formatted + 'x'.repeat(missing);
  }
  if (missing > 0 && format === 'email') yield 'x'.repeat(missing) + formatted;
  yield format === 'password' || format === 'binary' ? fitLength(formatted, schema) : formatted;
}

/** Pads and cuts to the lengths of the schema. */
function fitLength(text: string, schema: JsonObject): string {
  const minimum = numberOf(schema, 'minLength') ?? 0;
  const maximum = numberOf(schema, 'maxLength') ?? Number.POSITIVE_INFINITY;
  return text.padEnd(minimum, 'abcdefghij').slice(0, Math.min(maximum, Math.max(text.length, minimum)));
}
