import { PassThrough } from 'node:stream';
import {
  bodyKind,
  compileItems,
  compilePartsReader,
  compileXmlReader,
  decodeJson,
  itemSchemaOf,
  type MediaKind,
  mediaKind,
  responseSchemas,
  sequenceFormat,
  sequencePlan,
} from '@brrt/router-core/body';
import { shapeOf } from '@brrt/router-core/params';
import { type CompiledSchema, HttpError, type SchemaViolation } from '@brrt/router-core/ports';
import { compileExactIntegers, compileWideIntegers } from '@brrt/router-core/schema';
import type { MediaType, Operation, Response } from '@brrt/service-model';
import { violationsOf } from './check-request.ts';
import type { LoadedContract } from './loaded-contract.ts';

/** Octets of a body, held against its schema. */
export interface BodyCheck {
  take(octets: Uint8Array): void;
  end(isComplete: boolean): Promise<readonly SchemaViolation[]>;
}

export interface AnswerBody {
  readonly operation: Operation;
  readonly response: Response;
  /** As declared. */
  readonly media: MediaType;
  /** As sent. */
  readonly contentType: string;
}

type Checked = Pick<LoadedContract, 'model' | 'schemas'>;

const mostViolations = 20;
const mostStreamViolations = 100;
const limits = { maxDepth: 200, maxKeys: 100_000 };
const maxOctets = 64 * 1024 * 1024;

/** Undefined: there is nothing that a schema could speak about. */
export function createBodyCheck(body: AnswerBody, contract: Checked): BodyCheck | undefined {
  const sent = mediaKind(body.contentType);
  if (sent === 'sequence' || sent === 'events') return checkItems(body, contract);
  const kind = bodyKind({ ...body.media, mediaType: body.contentType }, contract.model);
  const check = wholeChecks[kind]?.(body, contract);
  return check && checkWhole(check);
}

type WholeCheck = (octets: Buffer) => readonly SchemaViolation[] | Promise<readonly SchemaViolation[]>;

const wholeChecks: Readonly<
  Partial<Record<MediaKind, (body: AnswerBody, contract: Checked) => WholeCheck | undefined>>
> = {
  json: checkJson,
  text: checkText,
  xml: checkXml,
  multipart: checkParts,
};

function checkWhole(check: WholeCheck): BodyCheck {
  const chunks: Uint8Array[] = [];
  return {
    take: (octets) => void chunks.push(octets),
    async end(isComplete) {
      return isComplete ? found(() => check(Buffer.concat(chunks))) : [];
    },
  };
}

async function found(check: () => ReturnType<WholeCheck>): Promise<readonly SchemaViolation[]> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof HttpError) return violationsOf(error);
    throw error;
  }
}

function checkJson({ operation, response, media }: AnswerBody, { model, schemas }: Checked): WholeCheck {
  const { whole } = responseSchemas({ operation, response }, media, schemas);
  const wide = compileWideIntegers(media.schema, model);
  const exact = compileExactIntegers(media.schema, model);
  return (octets) => explained(whole, decodeJson(octets, { ...limits, wide, exact }));
}

function checkText(
  { operation, response, media, contentType }: AnswerBody,
  { model, schemas }: Checked,
): WholeCheck | undefined {
  const { whole } = responseSchemas({ operation, response }, media, schemas);
  if (whole === undefined || media.schema === undefined) return undefined;
  const shape = shapeOf(media.schema, model.schemas);
  // What a schema says of YAML, say, is about a value that is not decoded here.
  if (shape.kind !== 'primitive') return undefined;
  const charset = /;\s*charset="?([^\s";]+)/i.exec(contentType)?.[1] ?? 'utf-8';
  return (octets) => {
    const text = decodeText(octets, charset);
    return text === undefined ? [notText] : explained(whole, shape.coerce(text));
  };
}

const notText: SchemaViolation = {
  pointer: '',
  keyword: 'encoding',
  detail: 'The body is not in the character encoding that it names',
};

function decodeText(octets: Buffer, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(octets);
  } catch {
    return undefined;
  }
}

function checkXml({ operation, response, media }: AnswerBody, { model, schemas }: Checked): WholeCheck {
  const { whole } = responseSchemas({ operation, response }, media, schemas);
  const read = compileXmlReader(media, model);
  return async (octets) => explained(whole, await read(octets.toString()));
}

function checkParts(
  { operation, response, media, contentType }: AnswerBody,
  { model, schemas }: Checked,
): WholeCheck | undefined {
  const declared = responseSchemas({ operation, response }, media, schemas);
  const reader = compilePartsReader({ media, contract: model, schemas: declared, maxBytes: maxOctets });
  if (reader === undefined) return undefined;
  return async (octets) => {
    const read = reader.read(chunked(octets), contentType);
    if (reader.isItems)
      for await (const _ of read as AsyncIterable<unknown>); // as `isItems` says
    else await read;
    return [];
  };
}

async function* chunked(octets: Buffer): AsyncGenerator<Buffer> {
  yield octets;
}

function explained(schema: CompiledSchema | undefined, value: unknown): readonly SchemaViolation[] {
  return schema === undefined || schema.isValid(value) ? [] : schema.explain(value, mostViolations);
}

/** Each item on its own as it comes: one that is wrong does not hide those behind it. */
function checkItems({ operation, response, media, contentType }: AnswerBody, { model, schemas }: Checked): BodyCheck {
  const plan = sequencePlan(media, model);
  const declared = responseSchemas({ operation, response }, media, schemas);
  const decode = compileItems({
    schema: itemSchemaOf(media, plan),
    check: undefined,
    contract: model,
    limits: { ...limits, maxItemBytes: maxOctets },
  });
  const item = plan.item === 'schema' ? declared.whole : declared.item;
  const octets = new PassThrough();
  const violations: SchemaViolation[] = [];
  const all: unknown[] = [];
  const reading = found(async () => {
    let index = 0;
    for await (const value of decode(octets, sequenceFormat(contentType))) {
      if (plan.isWhole) all.push(value);
      if (violations.length < mostStreamViolations) violations.push(...inItem(explained(item, value), index));
      index += 1;
    }
    return [];
  });
  return {
    take: (chunk) => void octets.write(chunk),
    async end(isComplete) {
      octets.end();
      const malformed = await reading;
      // An item that was cut off is no mistake of the service.
      if (!isComplete) return violations;
      return [...violations, ...malformed, ...(plan.isWhole ? explained(declared.whole, all) : [])];
    },
  };
}

function inItem(violations: readonly SchemaViolation[], index: number): readonly SchemaViolation[] {
  return violations.map((violation) => ({ ...violation, pointer: `/${index}${violation.pointer}` }));
}
