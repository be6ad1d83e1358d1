import type {
  CompressionConfig,
  HealthConfig,
  HttpConfig,
  ManagementConfig,
  SecurityConfig,
  TlsConfig,
} from '../config/index.ts';
import type { DocsViewer } from '../docs/viewer-files.ts';
import type { ExampleSettings, ResponderWrapper } from '../examples/index.ts';
import type { Authorizer, AuthorizerRegistry } from '../ports/authorizer.ts';
import type { BindableClients } from '../ports/client-binding.ts';
import type { Gateway } from '../ports/gateway.ts';
import type { HandlerContext, HandlerRegistry } from '../ports/handler.ts';
import type { Hooks } from '../ports/hooks.ts';
import type { LoggerFactory } from '../ports/logger.ts';
import type { ManagementEndpoint, ReadinessCheck } from '../ports/management.ts';
import type { AdmissionPolicy, CorsPolicy } from '../ports/policies.ts';
import type { Contract } from '../ports/schema-compiler.ts';
import type { SecurityHandlers } from '../ports/security-handler.ts';
import type { TlsIdentity } from '../ports/tls-identity.ts';
import type { OpenConnections } from '../websocket/compile-web-socket.ts';

/** The part of `ServiceConfig` that a service itself reads. */
export interface ServiceSettings {
  readonly http: Partial<HttpConfig>;
  readonly compression?: CompressionConfig;
  readonly examples?: ExampleSettings;
  readonly health?: HealthConfig;
  readonly management?: ManagementConfig | undefined;
  readonly docs?: DocsViewer | false;
  readonly warnings?: readonly string[];
  readonly developmentConfig?: string | undefined;
  readonly tls?: TlsConfig | undefined;
  readonly security?: Pick<SecurityConfig, 'mutualTls'>;
}

/** A contract and what is behind it. Whatever is left out is off. */
export interface ServiceOptions<Dependencies, Clients> {
  readonly contract: Contract;
  /** By `Operation.name`; what is missing answers from the contract, as `fromContract` says explicitly. */
  readonly handlers: HandlerRegistry<HandlerContext<Dependencies, Clients>>;
  /** Rules about single objects, by `Operation.name`. */
  readonly authorize?: AuthorizerRegistry<HandlerContext<Dependencies, Clients>> | undefined;
  /** Given to every handler. */
  readonly dependencies?: Dependencies;
  readonly clients?: BindableClients<Clients>;
  /** Needed where the registry passes operations on to other services. */
  readonly gateway?: Gateway | undefined;
  readonly config?: ServiceSettings;
  readonly security?: SecurityHandlers | undefined;
  readonly cors?: CorsPolicy | undefined;
  readonly admission?: AdmissionPolicy | undefined;
  /** Present: the service listens for https. */
  readonly tls?: TlsIdentity | undefined;
  readonly hooks?: readonly Hooks[];
  readonly logger?: LoggerFactory;
  /** Stands between an operation without a handler and its examples: a mock with a memory. */
  readonly respond?: ResponderWrapper | undefined;
  readonly endpoints?: readonly ManagementEndpoint[];
  /** Beside those that `clients` and `security` bring. */
  readonly readiness?: readonly ReadinessCheck[];
  /** What deserves a second look, logged once at warn beside the warnings of the configuration. */
  readonly warnings?: readonly string[];
  /** Run in this order after the last exchange: close databases and the like. */
  readonly onStop?: readonly (() => Promise<void> | void)[];
}

/** `ServiceOptions` with every default filled in, as the compile step reads them. */
export interface ServiceParts {
  readonly contract: Contract;
  readonly handlers: Readonly<Record<string, unknown>>;
  readonly authorize: Readonly<Record<string, Authorizer | 'allow'>>;
  readonly dependencies: unknown;
  readonly clients: BindableClients<Readonly<Record<string, unknown>>>;
  readonly gateway: Gateway | undefined;
  readonly http: HttpConfig;
  readonly compression: CompressionConfig;
  readonly examples: ExampleSettings;
  readonly health: HealthConfig;
  readonly management: ManagementConfig | undefined;
  readonly docs: DocsViewer | false;
  readonly security: SecurityHandlers;
  readonly cors: CorsPolicy | undefined;
  readonly admission: AdmissionPolicy | undefined;
  readonly tls: TlsIdentity | undefined;
  /** Proxies whose word on client certificates is taken. */
  readonly certificatePeers: readonly string[];
  readonly hooks: readonly Hooks[];
  readonly logger: LoggerFactory;
  readonly respond: ResponderWrapper | undefined;
  readonly endpoints: readonly ManagementEndpoint[];
  readonly readiness: readonly ReadinessCheck[];
  readonly warnings: readonly string[];
  readonly openWebSockets: OpenConnections;
  readonly onStop: readonly (() => Promise<void> | void)[];
}
