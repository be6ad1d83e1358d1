import { isDate, isDateTime, isDuration, isHttpDate, isTime } from './formats/date-time.ts';
import { isEmail, isHostname, isIdnEmail, isIdnHostname, isIpv4, isIpv6 } from './formats/internet-names.ts';
import {
  isBase64,
  isBase64Url,
  isCharacter,
  isJsonPointer,
  isRegex,
  isRelativeJsonPointer,
  isUuid,
} from './formats/text-formats.ts';
import { isIri, isIriReference, isUri, isUriReference, isUriTemplate } from './formats/uri.ts';

/** Applies to numbers; other types pass. */
export interface NumberFormat {
  readonly type: 'number';
  readonly validate: (value: number) => boolean;
}

export type StringFormat = (text: string) => boolean;

const anyString: StringFormat = () => true;
const anyNumber: NumberFormat = { type: 'number', validate: () => true };

/** `2 ** 63 - 1` is no double: the nearest one stands for it. */
function integers(least: number, greatest: number): NumberFormat {
  return {
    type: 'number',
    validate: (value) => Number.isInteger(value) && value >= least && value <= greatest,
  };
}

/**
 * The formats that are asserted, by their names in JSON Schema 2020-12 §7.3 and OpenAPI's format registry.
 * Formats that are not here are annotations: every value passes.
 */
export const formats: Readonly<Record<string, StringFormat | NumberFormat>> = {
  'date-time': isDateTime,
  date: isDate,
  time: isTime,
  duration: isDuration,
  'http-date': isHttpDate,
  email: isEmail,
  'idn-email': isIdnEmail,
  hostname: isHostname,
  'idn-hostname': isIdnHostname,
  ipv4: isIpv4,
  ipv6: isIpv6,
  uri: isUri,
  'uri-reference': isUriReference,
  iri: isIri,
  'iri-reference': isIriReference,
  'uri-template': isUriTemplate,
  uuid: isUuid,
  regex: isRegex,
  'json-pointer': isJsonPointer,
  'relative-json-pointer': isRelativeJsonPointer,
  byte: isBase64,
  base64url: isBase64Url,
  binary: anyString,
  password: anyString,
  char: isCharacter,
  int8: integers(-128, 127),
  int16: integers(-32_768, 32_767),
  int32: integers(-2_147_483_648, 2_147_483_647),
  int64: integers(-(2 ** 63), 2 ** 63),
  uint8: integers(0, 255),
  uint16: integers(0, 65_535),
  uint32: integers(0, 4_294_967_295),
  uint64: integers(0, 2 ** 64),
  'double-int': integers(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  float: anyNumber,
  double: anyNumber,
};
