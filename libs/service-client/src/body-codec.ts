export { concreteMediaType, encodeBody, matchContentType, mediaKind } from '@brrt/router-core/body';
