/**
 * Encoders and decoders that need nothing of Node: clients for browsers are made of them, so that every client and the server
 * go by the same tables. A test bundles them for a browser.
 */

export { compileFormEncoder } from '../body/compile-form-encoder.ts';
export { encodeForm } from '../body/encode-form.ts';
export { frameEvent } from '../body/frame-event.ts';
export { isAsyncIterable, isIterable } from '../body/is-items.ts';
export { isJsonTextSequence, mediaKind } from '../body/media-kind.ts';
export { matchContentType } from '../body/media-type.ts';
export { compilePartsEncoder } from '../body/multipart/compile-parts-encoder.ts';
export { type EncodedPart, multipartContentType, type PartsPlatform } from '../body/multipart/multipart-encoder.ts';
export { PendingEvent } from '../body/sequence/pending-event.ts';
export { writeJson } from '../body/write-json.ts';
export { decodeXml } from '../body/xml/decode-xml.ts';
export { encodeXml } from '../body/xml/encode-xml.ts';
export { rootShape } from '../body/xml/xml-shape.ts';
export { parseRetryAfter } from '../http/parse-retry-after.ts';
export { compileResponseHeaders } from '../params/compile-response-headers.ts';
export { createCoercion } from '../params/create-coercion.ts';
export {
  createRequestEncoder,
  type Given,
  type ParameterRule,
  type RequestEncoder,
} from '../params/create-request-encoder.ts';
export { encodeFields } from '../params/encode-parameter.ts';
export { splitList } from '../params/split-list.ts';
export { SentPart, type SentPartHead } from '../ports/sent-part.ts';
export { compileWideIntegers } from '../schema/wide-integers/compile-wide-integers.ts';
export { type AnswerPlace, listAnswerPlaces } from './answer-places.ts';
export { createAnswerExplainer } from './explain-answer.ts';
