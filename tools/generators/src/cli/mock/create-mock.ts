import { createService, type Service } from '@brrt/router-core';
import { createContract } from '@brrt/router-core/host';
import {
  createOpenHandlers,
  createPresenceHandlers,
  createStatefulMock,
  openCors,
  type StatefulMock,
} from '@brrt/router-core/mock';
import type { Contract, Exchange, Hooks, Logger, ManagementEndpoint, MockKind } from '@brrt/router-core/ports';
import type { Operation, ServiceModel } from '@brrt/service-model';
import type { MockState } from './state-file.ts';

/** One request that the mock has answered. */
export interface AnsweredRequest {
  readonly method: string;
  readonly target: string;
  readonly status: number;
  readonly operation: string | undefined;
  /** Undefined: a problem, or no operation of the contract. */
  readonly mock: MockKind | undefined;
  readonly milliseconds: number;
}

export interface MockOptions {
  readonly seed: number | undefined;
  readonly dynamic: boolean;
  /** Every origin may call. */
  readonly cors: boolean;
  /** False: nobody needs credentials. */
  readonly auth: boolean;
  /** Where what was created is kept, to be read, listed, changed and removed; undefined: it is forgotten at once. */
  readonly state: MockState | undefined;
  readonly onRequest: (request: AnsweredRequest) => void;
  readonly warn: (line: string) => void;
}

/** A contract as a service without code. Its paths are answered with and without the base path of its servers. */
export function createMock(contract: ServiceModel, options: MockOptions): Service {
  const model = { ...contract, operations: alsoAtRoot(contract.operations) };
  const { seed, dynamic, cors, auth, state, onRequest, warn } = options;
  const log = createLogger(warn);
  const ready = createContract(model);
  const memory = state === undefined ? undefined : remember(ready, { seed, state });
  return createService({
    contract: ready,
    handlers: {},
    respond: memory?.respond,
    endpoints: memory === undefined ? [] : [resetEndpoint(memory)],
    onStop: [() => state?.flush()],
    config: { http: {}, examples: { seed, dynamic } },
    security: auth ? createPresenceHandlers(model) : createOpenHandlers(model),
    cors: cors ? openCors : undefined,
    hooks: [observe(onRequest)],
    logger: { service: log, forExchange: () => log },
  });
}

interface Memory extends Pick<MockOptions, 'seed'> {
  readonly state: MockState;
}

function remember({ model, schemas }: Contract, { seed, state }: Memory): StatefulMock {
  const memory: StatefulMock = createStatefulMock({
    contract: model,
    schemas,
    seed,
    initial: state.last,
    onChange: () => state.save(() => memory.snapshot()),
  });
  return memory;
}

/** `POST /__brrt/reset`: back to what the contract shows. */
function resetEndpoint(memory: StatefulMock): ManagementEndpoint {
  return {
    path: '/__brrt/reset',
    methods: ['POST', 'DELETE'],
    respond() {
      memory.reset();
      return { status: 204, headers: [], body: undefined };
    },
  };
}

/** Where servers differ, one path may be two operations: those stay where they are. */
function alsoAtRoot(operations: readonly Operation[]): readonly Operation[] {
  const keyOf = ({ method, path }: Operation): string => `${method} ${path}`;
  const count = Map.groupBy(operations, keyOf);
  return operations.map((operation) =>
    count.get(keyOf(operation))?.length === 1
      ? { ...operation, basePaths: [...new Set([...operation.basePaths, ''])] }
      : operation,
  );
}

function observe(onRequest: MockOptions['onRequest']): Hooks {
  return {
    stages: [],
    onEnd({ request, operation, status, mock, startedAt }: Exchange) {
      onRequest({
        method: request.method,
        // What comes from the network must not steer a terminal.
        target: request.target.replaceAll(/[^\x21-\x7e]/g, '?'),
        status,
        operation: operation?.id,
        mock,
        milliseconds: performance.now() - startedAt,
      });
    },
  };
}

/** Warnings and errors only: what a mock has to say about itself is printed at its start. */
function createLogger(warn: (line: string) => void): Logger {
  const say = (first: object | string, message?: string): void =>
    warn(`brrt mock: ${typeof first === 'string' ? first : message}`);
  const ignore = (): void => undefined;
  return { debug: ignore, info: ignore, warn: say, error: say };
}
