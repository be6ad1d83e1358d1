export { type BodyLimits, defaultBodyLimits } from './body-limits.ts';
export { type BodyReader, compileBodyReader } from './compile-body-reader.ts';
export { compileEncoder, encodeBody } from './encode-body.ts';
export type { ServerSentEvent } from './encode-events.ts';
export { mayHaveContent } from './may-have-content.ts';
export { concreteMediaType, type MediaKind, mediaKind } from './media-kind.ts';
export { matchContentType, type ParsedMediaType, parseMediaType } from './media-type.ts';
export { selectMediaType } from './select-media-type.ts';
