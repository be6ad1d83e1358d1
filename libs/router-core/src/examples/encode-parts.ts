import type { ContractSubset, MediaType } from '@brrt/service-model';
import { styledEncoder } from '../body/compile-form-encoder.ts';
import { type FormProperty, listFormProperties } from '../body/form-properties.ts';
import { concreteMediaType } from '../body/index.ts';
import { sampleOctets } from './sample-octets.ts';

// RFC 2046 §5.1.1: what no generated content contains.
const boundary = 'brrt-0d1f6f2c4b7e4a58';

/**
 * The members of an object as parts of `multipart/form-data` (RFC 7578), by the `encoding` of the contract: octets as
 * files, lists as parts of one name, objects as JSON, what has a style as fields of that style.
 */
export function encodeParts(
  media: MediaType,
  value: object,
  contract: Pick<ContractSubset, 'schemas'>,
): { readonly contentType: string; readonly body: Uint8Array } {
  const properties = new Map(listFormProperties(media, contract).map((property) => [property.name, property]));
  const parts = Object.entries(value).flatMap(([name, member]) => {
    const property = properties.get(name);
    const styled = property && styledEncoder(property)?.(member);
    if (styled !== undefined) return encodeStyled(styled);
    const items: readonly unknown[] = property?.isArray && Array.isArray(member) ? member : [member];
    return items.map((item) => encodePart(name, item, property));
  });
  const body = Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]);
  return { contentType: `${concreteMediaType(media.mediaType)}; boundary=${boundary}`, body };
}

/** Fields of a form as parts: in a part nothing is percent-encoded. */
function encodeStyled(fields: string): readonly Buffer[] {
  const pairs = fields === '' ? [] : fields.split('&').map((field) => field.split('='));
  return pairs.map(([name = '', text = '']) =>
    encodePart(decodeURIComponent(name), decodeURIComponent(text), undefined),
  );
}

function encodePart(name: string, value: unknown, property: FormProperty | undefined): Buffer {
  // WHATWG HTML §4.10.21.8: what would end the name or the line is escaped.
  const escaped = name.replaceAll('\n', '%0A').replaceAll('\r', '%0D').replaceAll('"', '%22');
  const disposition = `Content-Disposition: form-data; name="${escaped}"`;
  const [stated] = property?.encoding?.contentType?.split(',') ?? [];
  const type = stated === undefined ? undefined : concreteMediaType(stated.trim());
  if (property?.isBinary) {
    const essence = type ?? 'application/octet-stream';
    return part([`${disposition}; filename="${fileName(name)}"`, `Content-Type: ${essence}`], sampleOctets(essence));
  }
  const isText = typeof value !== 'object' && !property?.isJson;
  const contentType = type ?? (isText ? undefined : 'application/json');
  const text = isText ? String(value) : JSON.stringify(value);
  return part([disposition, ...(contentType === undefined ? [] : [`Content-Type: ${contentType}`])], Buffer.from(text));
}

function fileName(name: string): string {
  return `${name.replaceAll(/[^A-Za-z0-9]+/g, '-')}.bin`;
}

function part(headers: readonly string[], content: Uint8Array): Buffer {
  const head = [`--${boundary}`, ...headers, '', ''].join('\r\n');
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n')]);
}
