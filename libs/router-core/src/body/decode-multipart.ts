import {
  MalformedRequestError,
  PayloadTooLargeError,
  RequestValidationError,
  UnsupportedMediaTypeError,
} from '../errors/request-errors.ts';
import type { Violation } from '../errors/violation.ts';
import { type QueryPair, shapeOf } from '../params/index.ts';
import type { UploadedFile } from '../ports/handler.ts';
import type { BodyDecoder, DecoderContext } from './body-decoder.ts';
import { compileBodyCheck, maxViolations } from './check-body.ts';
import { compileFormFields, type FormFindings, fieldViolation } from './compile-form-fields.ts';
import { decodeUtf8 } from './decode-json.ts';
import { type FormProperty, listFormProperties } from './form-properties.ts';
import { mediaKind } from './media-kind.ts';
import { matchContentType } from './media-type.ts';
import { type Part, readMultipart } from './read-multipart.ts';

/** `multipart/form-data` (RFC 7578) → object with typed members and `UploadedFile`s, checked. */
export function compileMultipart(context: DecoderContext): BodyDecoder {
  const { media, contract, limits, accepted } = context;
  const check = compileBodyCheck(context);
  const properties = listFormProperties(media, contract);
  const byName = new Map(properties.map((property) => [property.name, property]));
  const shape = shapeOf(media.schema, contract.schemas);
  const decode = compileFormFields({ properties, shape, contract, limits, decode: (raw) => raw });
  const assemble = (parts: readonly Part[]): unknown => {
    const found: FormFindings = { violations: [], others: [] };
    const { violations } = found;
    const { pairs, files } = sortParts(parts, byName, accepted);
    const members = decode(pairs, found);
    const standIns = new Map(members);
    for (const [name, uploads] of files) addFiles(byName.get(name), name, { uploads, members, standIns, violations });
    if (violations.length > 0) throw new RequestValidationError(violations.slice(0, maxViolations));
    const checked = check(Object.fromEntries(standIns), found.others);
    return { ...checked, ...Object.fromEntries([...members].filter(([name]) => files.has(name))) };
  };
  return async (body, sent) => {
    // Said beforehand, it need not be sent.
    if ((body.length ?? 0) > limits.maxBytes) throw new PayloadTooLargeError(limits.maxBytes);
    const parts = await readMultipart(body.stream(), sent.parameters.boundary, limits);
    return assemble(parts);
  };
}

interface SortedParts {
  readonly pairs: readonly QueryPair[];
  readonly files: ReadonlyMap<string, readonly UploadedFile[]>;
}

function sortParts(
  parts: readonly Part[],
  byName: ReadonlyMap<string, FormProperty>,
  accepted: readonly string[],
): SortedParts {
  const pairs: QueryPair[] = [];
  const files = new Map<string, UploadedFile[]>();
  for (const part of parts) {
    const property = byName.get(part.name);
    checkPartType(part, property, accepted);
    if (isFile(part, property)) files.set(part.name, [...(files.get(part.name) ?? []), toFile(part)]);
    else pairs.push({ name: part.name, raw: toText(part) });
  }
  return { pairs, files };
}

/** A declared property decides; what is undeclared is a file when the client says so. */
function isFile(part: Part, property: FormProperty | undefined): boolean {
  if (property?.isBinary === true) return true;
  const isOpen = property === undefined || (property.isOpen && !property.isJson);
  return isOpen && part.content.kind === 'octets';
}

/** `encoding.contentType` is a list of types and ranges; a part that states none may be any text. */
function checkPartType(part: Part, property: FormProperty | undefined, accepted: readonly string[]): void {
  const declared = property?.encoding?.contentType?.split(',').map((type) => type.trim());
  if (declared === undefined || matchContentType(part.mediaType, declared) !== undefined) return;
  const mayBeUnstated = part.mediaType === 'text/plain' && part.content.kind === 'text';
  if (mayBeUnstated && declared.some((type) => mediaKind(type) !== 'binary')) return;
  throw new UnsupportedMediaTypeError(`The part ${property?.name} has to be ${declared.join(' or ')}`, accepted);
}

function toText({ content }: Part): string {
  return content.kind === 'text' ? content.text : decodeUtf8(Buffer.concat(content.chunks));
}

function toFile({ name: _, filename, mediaType, content }: Part): UploadedFile {
  if (content.kind === 'octets') return { filename, mediaType, bytes: Buffer.concat(content.chunks) };
  // The parser has made text of it: octets that were none are lost.
  if (content.text.includes('\uFFFD')) {
    throw new MalformedRequestError('A part with octets needs a filename or the type application/octet-stream');
  }
  return { filename, mediaType, bytes: Buffer.from(content.text) };
}

interface FileTargets {
  readonly uploads: readonly UploadedFile[];
  readonly members: Map<string, unknown>;
  /** What the schema is shown: a string as long as the file has octets. */
  readonly standIns: Map<string, unknown>;
  readonly violations: Violation[];
}

function addFiles(property: FormProperty | undefined, name: string, targets: FileTargets): void {
  const { uploads, members, standIns, violations } = targets;
  const isList = property?.isArray ?? uploads.length > 1;
  if ((!isList && uploads.length > 1) || members.has(name)) {
    violations.push(fieldViolation(name, 'style', 'The part may be given only once'));
    return;
  }
  const texts = uploads.map(({ bytes }) => ' '.repeat(bytes.length));
  members.set(name, isList ? uploads : uploads[0]);
  standIns.set(name, isList ? texts : texts[0]);
}
