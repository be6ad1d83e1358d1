import {
  isDate,
  isDateTime,
  isDuration,
  isHttpDate,
  isLocalDateTime,
  isLocalTime,
  isTime,
} from './formats/date-time.ts';
import { isEmail, isIdnEmail } from './formats/email.ts';
import type { Format } from './formats/format.ts';
import { isHostname, isIdnHostname, isIpv4, isIpv4Block, isIpv6, isIpv6Block } from './formats/internet-names.ts';
import { isLanguageTag } from './formats/language-tag.ts';
import {
  integerFormat,
  isDecimal,
  isDecimal128,
  isFloat,
  isStructuredDecimal,
  isStructuredInteger,
  isUnixTime,
  wideIntegerFormat,
} from './formats/number-formats.ts';
import {
  isMediaRange,
  isStructuredBinary,
  isStructuredBoolean,
  isStructuredString,
  isStructuredToken,
} from './formats/structured-fields.ts';
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

/**
 * The formats that are asserted, by their names in JSON Schema 2020-12 §7.3 and OpenAPI's format registry
 * (https://spec.openapis.org/registry/format/). Every value passes a format that is not here, an annotation.
 */
export const formats: Readonly<Record<string, Format>> = {
  'date-time': { text: isDateTime },
  'date-time-local': { text: isLocalDateTime },
  date: { text: isDate },
  time: { text: isTime },
  'time-local': { text: isLocalTime },
  duration: { text: isDuration },
  'http-date': { text: isHttpDate },
  unixtime: { text: isUnixTime, number: Number.isFinite },
  email: { text: isEmail },
  'idn-email': { text: isIdnEmail },
  hostname: { text: isHostname },
  'idn-hostname': { text: isIdnHostname },
  ipv4: { text: isIpv4 },
  'ipv4-cidr': { text: isIpv4Block },
  ipv6: { text: isIpv6 },
  'ipv6-cidr': { text: isIpv6Block },
  uri: { text: isUri },
  'uri-reference': { text: isUriReference },
  iri: { text: isIri },
  'iri-reference': { text: isIriReference },
  'uri-template': { text: isUriTemplate },
  uuid: { text: isUuid },
  regex: { text: isRegex },
  'json-pointer': { text: isJsonPointer },
  'relative-json-pointer': { text: isRelativeJsonPointer },
  language: { text: isLanguageTag },
  'media-range': { text: isMediaRange },
  byte: { text: isBase64 },
  base64url: { text: isBase64Url },
  char: { text: isCharacter },
  'sf-string': { text: isStructuredString },
  'sf-token': { text: isStructuredToken },
  'sf-binary': { text: isStructuredBinary },
  'sf-boolean': { text: isStructuredBoolean },
  'sf-integer': { number: isStructuredInteger },
  'sf-decimal': { number: isStructuredDecimal },
  int8: integerFormat(-128, 127),
  int16: integerFormat(-32_768, 32_767),
  int32: integerFormat(-2_147_483_648, 2_147_483_647),
  int64: wideIntegerFormat(-(2n ** 63n), 2n ** 63n - 1n),
  uint8: integerFormat(0, 255),
  uint16: integerFormat(0, 65_535),
  uint32: integerFormat(0, 4_294_967_295),
  uint64: wideIntegerFormat(0n, 2n ** 64n - 1n),
  'double-int': integerFormat(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER),
  float: { number: isFloat },
  double: { number: Number.isFinite },
  decimal: { text: isDecimal },
  decimal128: { text: isDecimal128 },
};
