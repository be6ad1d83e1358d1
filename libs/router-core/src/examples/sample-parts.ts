import type { ContractSubset, Header, MediaType } from '@brrt/service-model';
import { compilePartsWalk, concreteMediaType, mediaKind, octetTypeOf, type VisitedPart } from '../body/index.ts';
import type { SchemaCompiler, SchemaPlace } from '../ports/schema-compiler.ts';
import { SentPart } from '../ports/sent-part.ts';
import type { ExampleBody } from './example-content.ts';
import { generateHeader } from './generate-header.ts';
import { sampleOctets } from './sample-octets.ts';

export interface PartsContext {
  readonly contract: ContractSubset;
  readonly schemas: SchemaCompiler;
  /** Where the schema of a header of a part stands. */
  readonly partHeaderPlace: (path: readonly string[], header: Header) => SchemaPlace;
}

/**
 * What can be sent of a body: in multipart with the headers that the contract requires of parts, and, where it was made up,
 * with files for octets.
 */
export function compileSendable(media: MediaType, context: PartsContext): (chosen: ExampleBody) => unknown {
  const isMultipart = mediaKind(concreteMediaType(media.mediaType)) === 'multipart';
  const walk = isMultipart ? compilePartsWalk(media, context.contract) : undefined;
  if (walk === undefined) return ({ body }) => body;
  return ({ body, kind }) =>
    walk(body, (part) => {
      const content = kind === 'generated' ? sampleContent(part, context) : new SentPart(part.value);
      return withHead(part, content, context);
    });
}

function sampleContent({ value, rule, name }: VisitedPart, { contract }: PartsContext): SentPart {
  if (rule.kind !== 'binary') return new SentPart(value);
  const mediaType = octetTypeOf(rule, contract);
  const octets = Buffer.from(sampleOctets(mediaType));
  const missing = Math.max(0, Math.min(rule.minLength, longestSample) - octets.length);
  const sized = Buffer.concat([octets, Buffer.alloc(missing)]).subarray(0, rule.maxLength);
  return new SentPart(sized, { mediaType, filename: `${(name ?? 'part').replaceAll(/[^A-Za-z0-9]+/g, '-')}.bin` });
}

/** Longer files are for those who need them. */
const longestSample = 65_536;

function withHead({ value, rule, path }: VisitedPart, part: SentPart, context: PartsContext): unknown {
  const required = rule.encoding?.headers.filter((header) => header.required) ?? [];
  if (required.length === 0) return rule.kind === 'binary' ? part : value;
  const headers = required.map((header) => {
    return [header.name, generateHeader(header, context.partHeaderPlace(path, header), context)] as const;
  });
  const { content, filename, mediaType } = part;
  return new SentPart(content, { filename, mediaType, headers: Object.fromEntries(headers) });
}
