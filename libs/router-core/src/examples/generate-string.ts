import type { JsonObject } from '@brrt/service-model';
import { generateFormat, generateWords } from './generate-format.ts';
import { generateFromPattern } from './generate-pattern.ts';
import type { Random } from './random.ts';
import { numberOf, stringOf } from './schema-keywords.ts';
import { patternsOf, stringFits } from './string-fits.ts';

const maxAttempts = 60;

/** A string by `format`, `pattern` and lengths; undefined when none was found. */
export function generateString(schema: JsonObject, random: Random): string | undefined {
  const patterns = patternsOf(schema);
  if (patterns.length === 0) return generatePlain(schema, random);
  const formatted = generateFormat(stringOf(schema, 'format') ?? '', random);
  if (formatted !== undefined && stringFits(schema, formatted)) return formatted;
  const minimum = numberOf(schema, 'minLength') ?? 3;
  for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
    const pattern = patterns[attempt % patterns.length] ?? '';
    // The more often it failed the longer the repetitions: lengths may ask for more than the least.
    const generated = generateFromPattern(pattern, random, attempt % 3 === 2 ? minimum : 1 + attempt);
    for (const candidate of [generated, fitLength(generated, schema)]) {
      if (stringFits(schema, candidate)) return candidate;
    }
  }
  return undefined;
}

function generatePlain(schema: JsonObject, random: Random): string {
  const format = stringOf(schema, 'format') ?? '';
  const formatted = generateFormat(format, random);
  if (formatted === undefined) return fitLength(generateWords(1, random), schema);
  return [formatted, ...longerFormats(format, formatted, schema)].find((text) => stringFits(schema, text)) ?? formatted;
}

function* longerFormats(format: string, formatted: string, schema: JsonObject): Generator<string> {
  const missing = (numberOf(schema, 'minLength') ?? 0) - formatted.length;
  if (missing > 0 && (format === 'uri' || format === 'url' || format === 'uri-reference')) {
    yield formatted + 'x'.repeat(missing);
  }
  if (missing > 0 && format === 'email') yield 'x'.repeat(missing) + formatted;
  if (format === 'password') yield fitLength(formatted, schema);
}

/** Pads and cuts to the lengths of the schema. */
function fitLength(text: string, schema: JsonObject): string {
  const minimum = numberOf(schema, 'minLength') ?? 0;
  const maximum = numberOf(schema, 'maxLength') ?? Number.POSITIVE_INFINITY;
  return text.padEnd(minimum, 'abcdefghij').slice(0, Math.min(maximum, Math.max(text.length, minimum)));
}
