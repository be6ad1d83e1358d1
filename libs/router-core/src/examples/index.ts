export { type BodyReading, type BodyReceiver, compileBodyReading } from './body-reading.ts';
export { compileExamples, type ExampleContext } from './compile-examples.ts';
export type {
  ExampleAnswer,
  ExampleRequest,
  ExampleResponder,
  ExampleSettings,
  ResponderWrapper,
} from './example-responder.ts';
export {
  type GeneratedRequest,
  type GenerateResult,
  generateRequest,
  noCredentials,
  type RequestOptions,
} from './generate-request.ts';
export { type GenerateOptions, generateValue } from './generate-value.ts';
export { type ListedExample, listContentExamples, listParameterExamples } from './list-examples.ts';
export { type InvalidExample, listInvalidExamples } from './list-invalid-examples.ts';
export { type InvalidSchemaExample, listInvalidSchemaExamples } from './list-invalid-schema-examples.ts';
export { type Preference, parsePrefer } from './parse-prefer.ts';
export type { PreferenceOutcome } from './preference-outcome.ts';
export { type Credential, type CredentialParts, sampleCredentials, schemeParts } from './request-credentials.ts';
export { compileJourney, compileReading, generateParameter, type ParameterContext } from './request-parameters.ts';
