export { StartError } from '@brrt/service-model';
export { credentialClashes } from '@brrt/service-model/credentials';
export { createReplayMemory, type ReplayMemory } from '../counting/replay-memory.ts';
export { TokenBuckets } from '../counting/token-buckets.ts';
export { HttpError } from '../errors/http-error.ts';
export type { Violation } from '../errors/violation.ts';
export { isLocalRequest } from '../http/is-local-request.ts';
export { parseRetryAfter } from '../http/parse-retry-after.ts';
export { createPeerList, isLoopback } from '../http/peer-list.ts';
export { isPublicAddress } from '../http/public-address.ts';
export { createSpanId } from '../http/trace-ids.ts';
export type { AggregatePart, FinishedPart, PartEnding, PartOutcome, StartedPart } from './aggregate-part.ts';
export type { Authorizer, AuthorizerRegistry, AuthorizersOf } from './authorizer.ts';
export type { BindableClient, BindableClients, CircuitState, UpstreamState } from './client-binding.ts';
export type { CacheOutcome, ClientCall, ClientCallOutcome, FinishedCall, StartedCall } from './client-call.ts';
export type { ClientIdentity, ClientTlsMaterial, IssuedIdentityToken } from './client-identity.ts';
export type { Exchange, MockKind, Stage } from './exchange.ts';
export type {
  Gateway,
  PassedAnswer,
  PassedAnswers,
  PassedContent,
  PassedRequest,
  PassedResponse,
  PassOn,
} from './gateway.ts';
export {
  type BinaryBody,
  type FromContract,
  fromContract,
  type Handler,
  type HandlerContext,
  type HandlerRegistry,
  type HandlerRequest,
  type HandlerResult,
  type OctetRange,
  type OctetSource,
  type OctetStream,
  type PassThrough,
  passThrough,
  type SentFile,
  type ServerSentEvent,
  type UploadedFile,
} from './handler.ts';
export type { Hooks, ServiceDescription, UncaughtKind } from './hooks.ts';
export type { HotReload, ReloadOutcome } from './hot-reload.ts';
export type { BodySource, FlatHeaders, HttpRequest, HttpResponse, SizedOctets } from './http-message.ts';
export { loadOnce } from './load-once.ts';
export type { Logger, LoggerFactory } from './logger.ts';
export type { CheckOutcome, ManagementEndpoint, ReadinessCheck } from './management.ts';
export {
  lastingMetrics,
  type MeasuredWorker,
  type MetricExemplar,
  type MetricSample,
  type MetricSnapshot,
  mergeMetrics,
} from './metric-snapshot.ts';
export type { MockState, MockSwitches } from './mock-switches.ts';
export { certificateThumbprint, type PeerCertificate } from './peer-certificate.ts';
export type { AdmissionDecision, AdmissionPolicy, CorsPolicy, RouteAdmission, RouteCors } from './policies.ts';
export type { LimitState, RequestLimit } from './request-limit.ts';
export type {
  CompiledSchema,
  Contract,
  Direction,
  SchemaCompiler,
  SchemaPlace,
  SchemaViolation,
} from './schema-compiler.ts';
export type { AuthenticationResult, Principal, SecurityHandler, SecurityHandlers } from './security-handler.ts';
export { SentPart, type SentPartHead } from './sent-part.ts';
export { type SpecReloads, specReloads } from './spec-reloads.ts';
export type { TlsIdentity, TlsMaterial, TlsWatcher } from './tls-identity.ts';
export type { TraceContext, TraceSampler } from './trace-context.ts';
export type {
  WebSocketActivity,
  WebSocketChannel,
  WebSocketClose,
  WebSocketEnd,
  WebSocketHandler,
} from './web-socket.ts';
export type { FinishedWebhookAttempt, WebhookAttempt, WebhookObserver, WebhookOutcome } from './webhook-observer.ts';
export {
  type CrewAnswers,
  type CrewReport,
  OneProcessError,
  requireOneProcess,
  type WorkerCheck,
  type WorkerProcess,
  workerProcess,
} from './worker.ts';
