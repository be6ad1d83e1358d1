import type { JsonSchema } from '@brrt/service-model';
import type { Answer } from '../request/send-request.ts';
import type { IndependentSchemas } from './independent-schemas.ts';
import type { PublishedHeader, PublishedResponse } from './published-operation.ts';

/** Required headers have to be there, and those that are have to fit their schemas. */
export async function judgeHeaders(
  { headers }: Answer,
  declared: PublishedResponse,
  schemas: IndependentSchemas,
): Promise<string | undefined> {
  for (const [name, header] of Object.entries(declared.headers)) {
    if (name.toLowerCase() === 'content-type') continue;
    const sent = headers[name.toLowerCase()];
    if (sent === undefined && header.required === true) return `the required header ${name} is missing`;
    if (sent === undefined) continue;
    const schema = schemaOf(header);
    const judge = await schemas.judge(schema, 'response');
    const readings = readingsOf(Array.isArray(sent) ? sent.join(', ') : sent, header);
    if (readings.every((reading) => judge(reading) !== undefined))
      return `the header ${name}: ${sent} does not fit: ${judge(readings[0])}`;
  }
  return undefined;
}

function schemaOf({ schema, content }: PublishedHeader): JsonSchema {
  return content === undefined ? (schema ?? true) : (Object.values(content)[0]?.schema ?? true);
}

/** What the text of a header may mean under style `simple`: one of them has to fit. */
function readingsOf(text: string, header: PublishedHeader): readonly unknown[] {
  if (header.content !== undefined) return [parsed(text)];
  const items = text.split(',').map((item) => decoded(item.trim()));
  const pairs = header.explode === true ? items.map((item) => item.split('=')) : chunk(items);
  return [
    decoded(text),
    parsed(text),
    items,
    items.map(parsed),
    Object.fromEntries(pairs.map(([name = '', value = '']) => [name, value])),
    Object.fromEntries(pairs.map(([name = '', value = '']) => [name, parsed(value)])),
  ];
}

function chunk(items: readonly string[]): readonly (readonly string[])[] {
  return items.flatMap((item, index) => (index % 2 === 0 ? [[item, items[index + 1] ?? '']] : []));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
