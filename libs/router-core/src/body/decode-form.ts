import { MalformedRequestError, RequestValidationError } from '../errors/request-errors.ts';
import { decodeQueryText, maximumPairs, parsePairs, shapeOf } from '../params/index.ts';
import type { DecoderContext, OctetsDecoder } from './body-decoder.ts';
import { compileBodyCheck, maxViolations } from './check-body.ts';
import { compileFormFields, type FormFindings } from './compile-form-fields.ts';
import { decodeUtf8 } from './decode-json.ts';
import { requireUtf8 } from './decode-text.ts';
import { listFormProperties } from './form-properties.ts';

/** `application/x-www-form-urlencoded` (WHATWG URL §5.1) → typed object, checked. */
export function compileForm(context: DecoderContext): OctetsDecoder {
  const { media, contract, limits, accepted } = context;
  const check = compileBodyCheck(context);
  const properties = listFormProperties(media, contract);
  const shape = shapeOf(media.schema, contract.schemas);
  const decode = compileFormFields({ properties, shape, contract, limits, decode: decodeQueryText });
  return (octets, sent) => {
    requireUtf8(sent, accepted);
    const pairs = parsePairs(decodeUtf8(octets), decodeQueryText);
    if (pairs === undefined || pairs.length > limits.maxKeys) {
      throw new MalformedRequestError(`The form has more than ${Math.min(maximumPairs, limits.maxKeys)} fields`);
    }
    for (const { name } of pairs) checkFieldName(name, limits.maxFieldNameBytes);
    const found: FormFindings = { violations: [], others: [] };
    const members = decode(pairs, found);
    if (found.violations.length > 0) throw new RequestValidationError(found.violations.slice(0, maxViolations));
    // Object.fromEntries defines members: `__proto__` is one like any other.
    return check(Object.fromEntries(members), found.others);
  };
}

/** @throws MalformedRequestError for a name of more octets */
export function checkFieldName(name: string, maxBytes: number): void {
  if (Buffer.byteLength(name) <= maxBytes) return;
  throw new MalformedRequestError(`The name of a field is longer than ${maxBytes} octets`);
}
