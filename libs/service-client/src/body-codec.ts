export { concreteMediaType, encodeBody, matchContentType, mediaKind } from '../../router-core/src/body/index.ts';
