import type { CallRequest, CallViolation, CodeSample } from '../api/console.ts';
import type { MockState, OperationInfo, SchemaBundle, SecuritySchemeInfo } from '../api/services.ts';

/** What the console needs of the compiler of contracts: implemented where that may be imported. */
export interface ContractTools {
  /**
   * The contract of a service of the workspace, as it was last read without errors; read again after a change.
   * Undefined: no such service, or none of its contracts could be read so far.
   */
  contractOf(service: string): Promise<ServiceContract | undefined>;
}

/** A contract, ready to be called by. */
export interface ServiceContract {
  operations(): Promise<readonly ContractOperation[]>;
  readonly schemas: SchemaBundle;
  security(): Promise<readonly SecuritySchemeInfo[]>;
  /** By `operationId`; undefined: no such operation. */
  call(operationId: string): OperationCall | undefined;
}

/** An operation as the contract has it: how it is switched is not its business. */
export type ContractOperation = Omit<OperationInfo, 'mock'>;

export interface OperationCall {
  /** Undefined: it is called, not opened. */
  readonly webSocket: WebSocketCheck | undefined;
  /** Encodes a request by the contract and holds it against it; never throws for what the page sent. */
  prepare(request: CallRequest): Promise<PreparedCall>;
  /** Holds an answer against the contract, octet by octet as they come. */
  check(head: AnswerHead): AnswerCheck;
  /** Why the operation cannot be switched to `state`; undefined: it can. */
  refuseMock(state: MockState): Promise<string | undefined>;
}

export interface WebSocketCheck {
  readonly subprotocols: readonly string[];
  /** Holds a message against the contract; directions are named from the side of the service. */
  check(way: 'receive' | 'send', octets: Buffer, isBinary: boolean): readonly CallViolation[];
}

export interface PreparedCall {
  readonly violations: readonly CallViolation[];
  /** Undefined: it cannot be written, not even wrongly. */
  readonly message: CallMessage | undefined;
  /** The message without what opens anything. */
  readonly shown: ShownMessage;
  /** @param origin of the service, `http://127.0.0.1:8081` */
  samples(origin: string): readonly CodeSample[];
}

/** A request as it is sent. */
export interface CallMessage {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: readonly HeaderLine[];
  readonly body: Uint8Array | undefined;
  /** PEM; of the connection, where the service asks for one. */
  readonly certificate?: { readonly cert: string; readonly key: string };
}

export interface ShownMessage {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly HeaderLine[];
}

export type HeaderLine = readonly [name: string, value: string];

export interface AnswerHead {
  readonly status: number;
  readonly headers: readonly HeaderLine[];
}

export interface AnswerCheck {
  /** The encoding of the body's characters; undefined: octets that are no text. */
  readonly charset: string | undefined;
  /** Items that come one by one: it may last. */
  readonly isStream: boolean;
  /** Octets of the body, without their content coding. */
  take(octets: Uint8Array): void;
  /** @param isComplete false: what came is only the beginning, and is judged only as far as that can be */
  end(isComplete: boolean): Promise<readonly CallViolation[]>;
}
