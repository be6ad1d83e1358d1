import type { ContractSubset, MediaType } from '@brrt/service-model';
import { encodeParameter, type ParameterEncoder } from '../params/encode-parameter.ts';
import { encodeForm } from './encode-form.ts';
import { compileEmptyLists } from './form-empty-lists.ts';
import { type FormProperty, listFormProperties } from './form-properties.ts';
import { writeJson } from './write-json.ts';

/**
 * `encodeForm` by the `encoding` of a contract: properties with a style are written as query parameters of that style
 * are (OpenAPI 3.1 §4.8.15.1.2), those of a JSON type as JSON texts, the other direction of `compileFormFields`.
 */
export function compileFormEncoder(
  media: MediaType,
  contract: Pick<ContractSubset, 'schemas'>,
): (body: unknown) => string {
  const properties = listFormProperties(media, contract);
  const encoders = new Map(properties.flatMap(ownEncoder));
  const withLists = compileEmptyLists({ schema: media.schema ?? true, properties, schemas: contract.schemas });
  return (body) => {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return encodeForm(body);
    const fields = withLists(body);
    if (encoders.size === 0) return encodeForm(fields);
    const pieces = Object.entries(fields).map(([name, value]) => {
      const encode = encoders.get(name);
      return encode === undefined ? encodeForm({ [name]: value }) : encode(value);
    });
    return pieces.filter((piece) => piece !== '').join('&');
  };
}

function ownEncoder(property: FormProperty): readonly (readonly [string, ParameterEncoder])[] {
  const encode = property.isJson ? jsonEncoder(property) : styledEncoder(property);
  return encode === undefined ? [] : [[property.name, encode]];
}

/** Each element of a list is a text of its own. */
function jsonEncoder({ name, isArray }: FormProperty): ParameterEncoder {
  return (value) => {
    const values = isArray && Array.isArray(value) ? value : [value];
    return encodeForm({ [name]: values.map(writeJson) });
  };
}

/** How a property with a style of its own is written, percent-encoded; undefined where `encoding` states no style. */
function styledEncoder({ name, encoding }: FormProperty): ParameterEncoder | undefined {
  const isStated = encoding?.style !== undefined || encoding?.explode !== undefined;
  if (!isStated) return undefined;
  const { style = 'form', explode = style === 'form' } = encoding;
  // `allowReserved` allows it, and escapes read the same.
  const rule = { name, in: 'query', style, explode, allowReserved: false } as const;
  return (value) => (value === undefined || isEmpty(value) ? '' : encodeParameter(rule, value));
}

/** RFC 6570 §2.3: an empty list or object is written as nothing. */
function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
