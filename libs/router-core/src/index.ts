export { type Channel, type ChannelOptions, createChannel, type SubscribeOptions } from './channel/create-channel.ts';
export type { ServiceOptions } from './compile/service-options.ts';
export { createService, type Service, takeOver } from './create-service.ts';
export {
  AccessForbiddenError,
  AuthenticationError,
  ClientCertificateError,
  IdentityUnavailableError,
  InsufficientScopeError,
  OriginNotAllowedError,
} from './errors/access-errors.ts';
export { HttpError } from './errors/http-error.ts';
export {
  ClientFramingError,
  DeadlineExceededError,
  InternalError,
  MethodNotAllowedError,
  NotAcceptableError,
  NotImplementedError,
  OperationNotReadableError,
  OverloadedError,
  PreconditionFailedError,
  RangeNotSatisfiableError,
  ResponseValidationError,
  RouteNotFoundError,
  TooManyRequestsError,
  UpgradeRequiredError,
  UriTooLongError,
} from './errors/pipeline-errors.ts';
export type { ProblemDocument } from './errors/problem-document.ts';
export { type Problem, ProblemError } from './errors/problem-error.ts';
export {
  MalformedRequestError,
  PayloadTooLargeError,
  RequestAbortedError,
  RequestValidationError,
  UnsupportedMediaTypeError,
} from './errors/request-errors.ts';
export { ServiceConfigurationError } from './errors/service-configuration-error.ts';
export { SimulatedFailureError } from './errors/simulated-failure-error.ts';
export { ReaderTooSlowError, ResumeExpiredError } from './errors/stream-errors.ts';
export { meetsIfMatch } from './pipeline/delivery/entity-tag.ts';
export * from './ports/index.ts';
