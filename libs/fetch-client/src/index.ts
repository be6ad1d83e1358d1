export { SentPart, type SentPartHead } from '@brrt/router-core/portable';
export { anyAnswer } from './answers/any-answer.ts';
export { describedHeaders } from './answers/described-headers.ts';
export { eventsAnswer } from './answers/events-answer.ts';
export { itemsAnswer } from './answers/items-answer.ts';
export { jsonAnswer, wideJsonAnswer } from './answers/json-answer.ts';
export { octetsAnswer } from './answers/octets-answer.ts';
export { type HeaderRule, simpleHeaders } from './answers/simple-headers.ts';
export { textAnswer } from './answers/text-answer.ts';
export { wholeAnswer } from './answers/whole-answer.ts';
export { xmlAnswer } from './answers/xml-answer.ts';
export { eventsBody } from './bodies/events-body.ts';
export { describedFormBody, formBody } from './bodies/form-body.ts';
export { itemsBody } from './bodies/items-body.ts';
export { jsonBody } from './bodies/json-body.ts';
export { octetsBody } from './bodies/octets-body.ts';
export { partsBody } from './bodies/parts-body.ts';
export { textBody } from './bodies/text-body.ts';
export { xmlBody } from './bodies/xml-body.ts';
export { type Operation, type OptionalOperation, operation } from './call-operation.ts';
export type {
  BinaryBody,
  CallOptions,
  Credential,
  Explain,
  FetchClient,
  FetchClientOptions,
  FetchRequest,
  OctetBody,
  ResponseChecks,
  RetryOptions,
  SentFile,
  ServerSentEvent,
} from './client-types.ts';
export { createFetchClient } from './create-fetch-client.ts';
export {
  type Breach,
  CallFailedError,
  CallTimeoutError,
  ContractBreachError,
  FetchClientError,
  UnexpectedStatusError,
} from './errors.ts';
export { expectStatus } from './expect-status.ts';
export type { AnswerRule, BodyReader, BodyWriter, CredentialRule, OperationRule } from './operation-rule.ts';
