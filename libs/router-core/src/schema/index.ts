export { createLiveSchemas } from './live-schemas.ts';
export { isUsablePattern } from './pattern/compile-pattern.ts';
export { printSchemas } from './print-schemas.ts';
export { createPrintedSchemas, type PrintedModule } from './printed-schemas.ts';
export {
  listSchemaPlaces,
  listSentRequests,
  messagePlace,
  parameterPlace,
  requestBodyPlace,
  requestItemPlace,
  responseBodyPlace,
  responseHeaderPlace,
  responseItemPlace,
  type SentRequest,
  sentBodyPlace,
  sentParameterPlace,
} from './schema-places.ts';
export {
  compileExactIntegers,
  type ExactIntegers,
  holdsUnsafeIntegers,
  inexactInteger,
} from './wide-integers/compile-exact-integers.ts';
export { compileWideIntegers, type WideIntegers } from './wide-integers/compile-wide-integers.ts';
export { readExactly } from './wide-integers/read-exactly.ts';
