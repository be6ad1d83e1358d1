import type { CallEvent, CallRequest, MessageRequest } from '../api/console.ts';
import type { MockState, OperationInfo, SchemaBundle, SecuritySchemeInfo } from '../api/services.ts';
import { type CallLimits, defaultCallLimits } from './call-limits.ts';
import type { ContractOperation, ContractTools } from './contract-tools.ts';
import { createDevelopmentIssuer, type DevelopmentIssuer, type IssuerMessage } from './development-issuer.ts';
import { type OpenSockets, socketKey } from './open-sockets.ts';
import { runCall } from './run-call.ts';

/** How operations of a running service answer; those that are not named answer as they are written. */
export type MockStates = Readonly<Record<string, MockState>>;

/** What the process of a service is told: all that is switched, over its channel to who started it. */
export interface MocksMessage {
  readonly type: 'brrt:mocks';
  readonly mocks: MockStates;
}

export interface ConsoleOptions {
  readonly tools: ContractTools;
  /** Where a service of the workspace listens, `http://127.0.0.1:8081`; undefined: it does not. Nothing else is ever called. */
  readonly addressOf: (service: string) => string | undefined;
  /** To the process of a service; false: it has none that could take it. */
  readonly send: (service: string, message: MocksMessage | IssuerMessage) => boolean;
  readonly limits?: Partial<CallLimits>;
}

/** Calls services on behalf of the page, and knows what can be called. Undefined: no such service, or no contract of it. */
export interface Console {
  operations(service: string): Promise<readonly OperationInfo[] | undefined>;
  schemas(service: string): Promise<SchemaBundle | undefined>;
  security(service: string): Promise<readonly SecuritySchemeInfo[] | undefined>;
  /** What happens, as it happens; `signal` ends the call. Never throws. */
  call(service: string, request: CallRequest, signal: AbortSignal): AsyncIterable<CallEvent>;
  /** Over the WebSocket of a call that is open; false: there is none. What becomes of it is an event of the call. */
  say(service: string, message: MessageRequest): boolean;
  /** Resolves to why it cannot be; undefined: it is done. */
  setMock(service: string, operationId: string, state: MockState): Promise<string | undefined>;
  /** A process of the service has begun: it is told what is switched, and whose tokens are good for development. */
  started(service: string): void;
}

export function createConsole({ tools, addressOf, send, limits }: ConsoleOptions): Console {
  const mocks = new Map<string, MockStates>();
  const sockets: OpenSockets = new Map();
  const issuer = createDevelopmentIssuer();
  const stateOf = (service: string, { id, implemented }: ContractOperation): MockState =>
    ownState(mocks.get(service), id) ?? { mode: implemented ? 'handler' : 'contract' };
  const callLimits = { ...defaultCallLimits, ...limits };
  return {
    async operations(service) {
      const operations = await (await tools.contractOf(service))?.operations();
      return operations?.map((operation) => ({ ...operation, mock: stateOf(service, operation) }));
    },
    async schemas(service) {
      return (await tools.contractOf(service))?.schemas;
    },
    async security(service) {
      return (await tools.contractOf(service))?.security();
    },
    call: (service, request, signal) =>
      runCall(
        { tools, origin: addressOf(service), service, request: minted(request, issuer), limits: callLimits, sockets },
        signal,
      ),
    say(service, message) {
      const socket = sockets.get(socketKey(service, message.traceId));
      socket?.(message);
      return socket !== undefined;
    },
    async setMock(service, operationId, state) {
      const operation = (await tools.contractOf(service))?.call(operationId);
      if (operation === undefined) return `${service} has no operation ${operationId}`;
      const refusal = await operation.refuseMock(state);
      if (refusal !== undefined) return refusal;
      const next = withState(mocks.get(service), operationId, state);
      if (!send(service, { type: 'brrt:mocks', mocks: next }))
        return `${service} does not run, or was not started from here`;
      mocks.set(service, next);
      return undefined;
    },
    started(service) {
      send(service, issuer.message);
      // Also where there are none: what an earlier dashboard switched is over.
      send(service, { type: 'brrt:mocks', mocks: mocks.get(service) ?? {} });
    },
  };
}

function minted(request: CallRequest, issuer: DevelopmentIssuer): CallRequest {
  const credentials = request.credentials.map((credential) =>
    'mint' in credential ? { scheme: credential.scheme, value: issuer.mint(credential.mint) } : credential,
  );
  return { ...request, credentials };
}

function withState(states: MockStates | undefined, operationId: string, state: MockState): MockStates {
  const others = Object.entries(states ?? {}).filter(([id]) => id !== operationId);
  // As it is written: nothing is switched.
  return Object.fromEntries(state.mode === 'handler' ? others : [...others, [operationId, state]]);
}

function ownState(states: MockStates | undefined, operationId: string): MockState | undefined {
  return states !== undefined && Object.hasOwn(states, operationId) ? states[operationId] : undefined;
}
