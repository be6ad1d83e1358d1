import type { Exchange } from './exchange.ts';

type LogMethod = {
  (fields: object, message?: string): void;
  (message: string): void;
};

/** The part of pino's interface that handlers may rely on. */
export interface Logger {
  readonly debug: LogMethod;
  readonly info: LogMethod;
  readonly warn: LogMethod;
  readonly error: LogMethod;
}

/** Makes the logger of one exchange, when a handler first asks for it, and that of the service itself. */
export interface LoggerFactory {
  /** Of the service, as its lines have it. */
  readonly name?: string;
  readonly service: Logger;
  forExchange(exchange: Exchange): Logger;
}
