import { hostname } from 'node:os';
import type { LogLevel } from '@brrt/router-core/config';
import { type LoggerFactory, workerProcess } from '@brrt/router-core/ports';
import { type LogFn, type Logger, pino } from 'pino';
import { describeError } from './describe-error.ts';
import type { LogDestination } from './log-destination.ts';
import { isSecretKey, redactFields, redactText } from './redact.ts';
import { normalizeKey } from './secret-names.ts';

export interface LoggerOptions {
  readonly name: string;
  readonly level: LogLevel;
  readonly destination: LogDestination;
  /** Names that the contract keeps to itself; asked when a request first logs fields. */
  readonly secretNames: () => ReadonlySet<string>;
}

export interface Loggers extends LoggerFactory {
  /** Of loggers that are made from now on, and of the service's own. */
  setLevel(level: LogLevel): void;
}

/** pino for what handlers and the service itself log; secrets are taken out of fields, messages and errors. */
export function createLoggers({ name, level, destination, secretNames }: LoggerOptions): Loggers {
  // Only of what is logged in a request: lines of the start must not wait until a large contract was walked.
  const isSecret = (key: string): boolean => isSecretKey(key) || secretNames().has(normalizeKey(key));
  const redactOfContract = (fields: object): Record<string, unknown> => redactFields(fields, isSecret);
  const worker = workerProcess();
  const service = pino(
    {
      name,
      ...(worker !== undefined && { base: { pid: process.pid, worker: worker.number, hostname: hostname() } }),
      level,
      serializers: { err: describeError },
      formatters: { log: (fields) => redactFields(fields) },
      hooks: { logMethod: logRedacted },
    },
    destination,
  );
  return {
    name,
    service,
    setLevel: (next) => {
      service.level = next;
    },
    forExchange: ({ requestId, trace: { traceId, spanId }, operation }) =>
      service.child(
        { requestId, traceId, spanId, operation: operation?.id },
        { formatters: { log: redactOfContract } },
      ),
  };
}

// Fields are redacted by `formatters`; what is said in words is not among them.
function logRedacted(this: Logger, parameters: Parameters<LogFn>, log: LogFn): void {
  const redacted: readonly unknown[] = parameters.map((value: unknown) =>
    typeof value === 'string' ? redactText(value) : value,
  );
  const [error, message, ...values] = redacted;
  if (!(error instanceof Error)) Reflect.apply(log, this, redacted);
  else Reflect.apply(log, this, [{ err: error }, message ?? redactText(error.message), ...values]);
}
