export { compileReader, type ReaderRule, type TextReader } from './build-value.ts';
export { type Built, badEncoding, type Fault } from './built.ts';
export { compileContent } from './compile-content.ts';
export {
  compileFields,
  type DecodedFields,
  type Field,
  type FieldsDecoder,
  type FieldsOptions,
} from './compile-fields.ts';
export { compileHeaderEncoder } from './compile-header-encoder.ts';
export { compileParams } from './compile-params.ts';
export { compilePassedPath, type PassedPath } from './compile-passed-path.ts';
export { compilePassedQuery, type PassedQuery } from './compile-passed-query.ts';
export {
  type Addressed,
  compileRequestEncoder,
  describeRequest,
  type Given,
  type RequestEncoder,
} from './compile-request-encoder.ts';
export { compileResponseHeaders, type HeadersReader } from './compile-response-headers.ts';
export { decodePercent, decodeQueryText } from './decode-percent.ts';
export { defaultOf, elementSchema } from './element-schema.ts';
export { mayHoldEmptyText } from './empty-value.ts';
export { encodeFields, encodeParameter, type ParameterEncoder } from './encode-parameter.ts';
export {
  encodeCookies,
  encodeHeaders,
  encodeHeaderValue,
  encodePath,
  encodeQuery,
} from './encode-request.ts';
export { encodeLiteral } from './encode-text.ts';
export type { Params, ParamsDecoder, ParamsInput } from './params.ts';
export type { ParamsOptions } from './params-context.ts';
export { maximumPairs, parsePairs, type QueryPair } from './query-pairs.ts';
export { readCookie } from './read-cookie.ts';
export { type QueryValue, readQueryValue } from './read-query-value.ts';
export { type Reading, readAgain } from './reading.ts';
export { isRepeatedHeader } from './repeated-header.ts';
export {
  allowsOtherProperties,
  isAnyText,
  shapeOf,
  type ValueShape,
  type ValueType,
  type WireKind,
  wireKindOf,
} from './value-shape.ts';
