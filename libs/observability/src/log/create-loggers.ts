import type { LogLevel } from '@brrt/router-core/config';
import type { LoggerFactory } from '@brrt/router-core/ports';
import { type LogFn, type Logger, pino } from 'pino';
import { describeError } from './describe-error.ts';
import type { LogDestination } from './log-destination.ts';
import { redactFields, redactText } from './redact.ts';

export interface LoggerOptions {
  readonly name: string;
  readonly level: LogLevel;
  readonly destination: LogDestination;
}

/** pino for what handlers and the service itself log; secrets are taken out of fields, messages and errors. */
export function createLoggers({ name, level, destination }: LoggerOptions): LoggerFactory {
  const service = pino(
    {
      name,
      level,
      serializers: { err: describeError },
      formatters: { log: redactFields },
      hooks: { logMethod: logRedacted },
    },
    destination,
  );
  return {
    service,
    forExchange: ({ requestId, trace: { traceId, spanId }, operation }) =>
      service.child({ requestId, traceId, spanId, operation: operation?.id }),
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
