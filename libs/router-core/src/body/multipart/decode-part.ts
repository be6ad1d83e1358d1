import {
  MalformedRequestError,
  PayloadTooLargeError,
  RequestValidationError,
  UnsupportedMediaTypeError,
} from '../../errors/request-errors.ts';
import type { Violation } from '../../errors/violation.ts';
import type { Reading } from '../../params/reading.ts';
import type { UploadedFile } from '../../ports/handler.ts';
import type { Resources } from '../body-decoder.ts';
import type { EffectiveBodyLimits } from '../body-limits.ts';
import { within } from '../check-body.ts';
import { decodeJson } from '../decode-json.ts';
import { decodeText, requireUtf8 } from '../decode-text.ts';
import type { jsonIntegers } from '../json-integers.ts';
import { matchParsed, parseMediaType } from '../media-type.ts';
import type { PartHead } from './part-head.ts';
import type { PartHeaders } from './part-headers.ts';
import type { RawPart } from './part-reader.ts';
import { type PartKind, type PartRule, partKind } from './part-rule.ts';
import { spoolFile } from './spool-file.ts';

/** What one multipart body on its way in has used up and gathered, parts in parts included. */
export interface PartsRun {
  readonly limits: EffectiveBodyLimits;
  readonly resources: Resources;
  /** For the `Accept` of a 415. */
  readonly accepted: readonly string[];
  readonly violations: Violation[];
  /** What else texts can be: the schema of the whole decides. */
  readonly others: Reading[];
  /** Octets of parts that are held in memory. */
  fieldBytes: number;
}

/** The content of one part; undefined where it cannot be read, which `violations` tell. */
export type PartContent = { readonly text: string } | { readonly value: unknown } | { readonly file: UploadedFile };

export interface PartPlace {
  readonly pointer: string;
  /** How to call the part in a sentence: its name, or its number. */
  readonly label: string;
  /** Of the value of the part, where it is one of a list that does not come whole. */
  readonly itemPointer: string;
  readonly headers: PartHeaders;
}

/** A rule by which the kind of a part is told. */
export interface SentRule extends PartRule {
  /** Written as text, it may be a JSON text too, in a part that says so. */
  readonly mayBeJson: boolean;
}

/** A rule with what its JSON is read by. */
export interface ReadingRule extends SentRule {
  readonly integers: ReturnType<typeof jsonIntegers>;
}

const BRACKET = 0x5b;

const plainText = parseMediaType('text/plain');

/**
 * @throws UnsupportedMediaTypeError for a part of a type or charset that the contract does not have
 * @throws MalformedRequestError for text that is none
 * @throws PayloadTooLargeError
 */
export async function decodePart(
  part: RawPart,
  rule: ReadingRule,
  { place, run }: { readonly place: PartPlace; readonly run: PartsRun },
): Promise<PartContent | undefined> {
  const { head, content } = part;
  const kind = kindOfPart(head, rule, { place, run });
  if (kind === 'binary' || kind === 'multipart') return decodeFile(part, rule, { place, run });
  refuseTransferEncoding(head, rule, { place, run });
  const octets = await readField(content, run);
  if (kind === 'text') {
    // RFC 2046 §5.2: a part is text unless it says otherwise.
    const type = head.contentType ?? plainText;
    return { text: type === undefined ? octets.toString() : decodeText(octets, type, run.accepted) };
  }
  if (head.contentType !== undefined) requireUtf8(head.contentType, run.accepted);
  try {
    return { value: decodeJson(octets, { ...run.limits, ...rule.integers }) };
  } catch (error) {
    if (error instanceof RequestValidationError)
      run.violations.push(...within(octets[0] === BRACKET ? place.pointer : place.itemPointer, error));
    else if (error instanceof MalformedRequestError)
      run.violations.push({ in: 'body', pointer: place.pointer, keyword: 'parse', detail: error.message });
    else throw error;
    return undefined;
  }
}

interface Decoding {
  readonly place: PartPlace;
  readonly run: PartsRun;
}

export function kindOfPart(head: PartHead, rule: SentRule, decoding: Decoding): PartKind {
  const found = kindOfSentPart(head, rule);
  if (typeof found === 'string') return found;
  const detail = `The part ${decoding.place.label} has to be ${found.join(' or ')}`;
  throw new UnsupportedMediaTypeError(detail, decoding.run.accepted);
}

/** What a part of this head becomes; else the media types that it has to be of. */
export function kindOfSentPart(
  { contentType, isFile }: Pick<PartHead, 'contentType' | 'isFile'>,
  rule: SentRule,
): PartKind | readonly string[] {
  if (rule.types.length > 0) return statedKind(contentType, rule);
  const sent = contentType === undefined ? undefined : partKind(contentType.essence);
  const isGeneral = contentType === undefined || general.has(contentType.essence);
  switch (rule.kind) {
    case undefined:
      if (isFile || (sent === 'binary' && contentType !== undefined)) return 'binary';
      return sent === 'json' ? 'json' : sent === 'multipart' ? 'binary' : 'text';
    case 'json':
    case 'text':
      if (isGeneral || sent === rule.kind) return rule.kind;
      if (sent === 'json' && rule.mayBeJson) return 'json';
      return rule.kind === 'json' ? ['application/json'] : ['text/plain'];
    case 'multipart':
      if (sent === 'multipart') return 'multipart';
      return ['multipart/mixed'];
    case 'binary':
      return 'binary';
  }
}

/** Types that a client gives to what it knows no better type for. */
const general: ReadonlySet<string> = new Set(['text/plain', 'application/octet-stream']);

/** `encoding.contentType` is a list of types and ranges; text that states none, or the most general one, may be any text. */
function statedKind(contentType: PartHead['contentType'], rule: PartRule): PartKind | readonly string[] {
  const matched = contentType === undefined ? undefined : matchParsed(contentType, rule.types);
  if (contentType !== undefined && matched !== undefined)
    return rule.isOctets ? 'binary' : partKind(contentType.essence);
  const isUnstated = contentType === undefined || contentType.essence === 'text/plain';
  const textual = rule.types.map(partKind).find((kind) => kind === 'json' || kind === 'text');
  if (isUnstated && textual !== undefined) return rule.isOctets ? 'binary' : textual;
  return rule.types;
}

/** RFC 7578 §4.7: deprecated. Where the schema says the same, its text is what the schema speaks about. */
function refuseTransferEncoding({ headers }: PartHead, { schema }: PartRule, { place, run }: Decoding): void {
  const sent = headers['content-transfer-encoding']?.toLowerCase();
  if (sent === undefined || sent === 'binary' || sent === '8bit' || sent === '7bit') return;
  if (typeof schema === 'object' && schema.contentEncoding === sent) return;
  throw new UnsupportedMediaTypeError(
    `The part ${place.label} must not have a Content-Transfer-Encoding`,
    run.accepted,
  );
}

async function readField(content: AsyncIterable<Buffer>, run: PartsRun): Promise<Buffer> {
  const { maxPartBytes, maxFieldBytes } = run.limits;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    run.fieldBytes += chunk.length;
    if (size > maxPartBytes) throw tooLarge(maxPartBytes);
    if (run.fieldBytes > maxFieldBytes) {
      const detail = `The parts of the request body that are no files exceed ${maxFieldBytes} octets`;
      throw new PayloadTooLargeError(maxFieldBytes, detail);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}

function tooLarge(limit: number): PayloadTooLargeError {
  return new PayloadTooLargeError(limit, `A part of the request body exceeds ${limit} octets`);
}

async function decodeFile(
  { head, content }: RawPart,
  rule: PartRule,
  { place, run }: Decoding,
): Promise<PartContent | undefined> {
  refuseTransferEncoding(head, rule, { place, run });
  const { limits, resources } = run;
  const label = {
    filename: head.filename,
    mediaType: head.contentType?.essence ?? 'text/plain',
    headers: place.headers,
  };
  const file = await spoolFile(label, bounded(content, limits.maxPartBytes, rule.maxLength), {
    options: limits,
    resources,
  });
  const isLong = file.size > rule.maxLength;
  if (!isLong && file.size >= rule.minLength) return { file };
  run.violations.push({
    in: 'body',
    pointer: place.pointer,
    keyword: isLong ? 'maxLength' : 'minLength',
    detail: isLong ? `must have at most ${rule.maxLength} octets` : `must have at least ${rule.minLength} octets`,
  });
  return undefined;
}

/** What breaks the contract is not kept to its end. */
async function* bounded(content: AsyncIterable<Buffer>, maxBytes: number, maxLength: number): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const chunk of content) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    yield chunk;
    if (size > maxLength) return;
  }
}
