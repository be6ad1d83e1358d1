import type { JsonSchema } from '@brrt/service-model';
import type { Answer } from '../request/send-request.ts';
import type { IndependentSchemas } from './independent-schemas.ts';
import type { PublishedMedia, PublishedResponse } from './published-operation.ts';

export interface BodyContext {
  readonly declared: PublishedResponse;
  readonly schemas: IndependentSchemas;
  readonly method: string;
}

/** RFC 9110 §15.3.5, §15.3.6, §15.4.5. */
const statusesWithoutContent = new Set([204, 205, 304]);

/** The media type has to be a declared one, and the content has to fit its schema. */
export async function judgeBody(
  { status, headers, body }: Answer,
  { declared, schemas, method }: BodyContext,
): Promise<string | undefined> {
  if (method === 'HEAD') return undefined;
  const types = Object.keys(declared.content);
  if (types.length === 0 || statusesWithoutContent.has(status)) {
    return body.length === 0 ? undefined : `status ${status} has no content, but ${body.length} octets came`;
  }
  const contentType = headers['content-type'];
  const type = contentType === undefined ? undefined : matchType(contentType, types);
  if (type === undefined) return `the content type ${contentType} is not one of ${types.join(', ')}`;
  const media = declared.content[type] ?? {};
  const readings = readContent(essenceOf(contentType ?? ''), body.toString(), media);
  if ('fault' in readings) return readings.fault;
  for (const { schema, values } of readings.checks) {
    const judge = await schemas.judge(schema, 'response');
    for (const value of values) {
      const fault = judge(value);
      if (fault !== undefined) return `the body of ${type} is not valid: ${fault}`;
    }
  }
  return undefined;
}

interface Check {
  readonly schema: JsonSchema;
  readonly values: readonly unknown[];
}

type Readings = { readonly fault: string } | { readonly checks: readonly Check[] };

function readContent(essence: string, text: string, media: PublishedMedia): Readings {
  const { schema, itemSchema } = media;
  try {
    if (/[/+]json$/.test(essence)) return { checks: checkAll(schema, () => [JSON.parse(text)]) };
    if (/(?:jsonl|ndjson|json-seq)$/.test(essence)) return readSequence(text, media);
    if (essence === 'text/event-stream') return { checks: checkAll(itemSchema, () => readEvents(text)) };
    const isText = typeof schema === 'object' && schema.type === 'string' && essence.startsWith('text/');
    return { checks: isText ? [{ schema, values: [text] }] : [] };
  } catch (error) {
    return { fault: `the body of ${essence} cannot be read: ${String(error)}` };
  }
}

function checkAll(schema: JsonSchema | undefined, values: () => readonly unknown[]): readonly Check[] {
  return schema === undefined ? [] : [{ schema, values: values() }];
}

/** One value per line, or per record of RFC 7464. */
function readSequence(text: string, { schema, itemSchema }: PublishedMedia): Readings {
  const lines = text
    .replaceAll('\u001e', '')
    .split('\n')
    .filter((line) => line !== '');
  const items = lines.map((line): unknown => JSON.parse(line));
  const isForList = typeof schema === 'object' && schema.type === 'array';
  return { checks: [...checkAll(itemSchema, () => items), ...(isForList ? [{ schema, values: [items] }] : [])] };
}

function readEvents(text: string): readonly unknown[] {
  return text
    .split('\n\n')
    .filter((event) => event !== '')
    .map(parseEvent);
}

/** HTML Standard §9.2.6, as OpenAPI 3.2 §4.14.4 gives events to a schema. */
function parseEvent(text: string): unknown {
  const fields = text.split('\n').map((line) => /^(data|event|id|retry): ?(.*)$/.exec(line));
  const data = fields.flatMap((field) => (field?.[1] === 'data' ? [field[2]] : []));
  const others = fields.flatMap((field) =>
    field === null || field[1] === 'data' ? [] : [[field[1], field[1] === 'retry' ? Number(field[2]) : field[2]]],
  );
  return { ...Object.fromEntries(others), ...(data.length > 0 && { data: data.join('\n') }) };
}

/** The declared media type or range that a content type belongs to, the most specific first; parameters are not looked at. */
export function matchType(contentType: string, declared: readonly string[]): string | undefined {
  const sent = essenceOf(contentType);
  const exact = declared.find((type) => type.toLowerCase() === contentType.toLowerCase());
  const wanted = [sent, `${sent.replace(/\/.*$/, '')}/*`, '*/*'];
  return (
    exact ?? wanted.map((type) => declared.find((each) => essenceOf(each) === type)).find((type) => type !== undefined)
  );
}

function essenceOf(mediaType: string): string {
  return mediaType.replace(/;.*$/, '').trim().toLowerCase();
}
