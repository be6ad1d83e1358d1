import type { Operation } from '@brrt/service-model';
import type { AggregatePart, StartedPart } from '../ports/aggregate-part.ts';
import type { BindableClient } from '../ports/client-binding.ts';
import type { HandlerContext } from '../ports/handler.ts';
import type { Logger } from '../ports/logger.ts';
import type { Principal } from '../ports/security-handler.ts';
import type { ParamsValidated } from './stages.ts';

/** What a handler or an authorizer is given beside its request; nothing is made that it does not read. */
export class OperationContext implements HandlerContext {
  readonly #exchange: ParamsValidated;

  constructor(exchange: ParamsValidated) {
    this.#exchange = exchange;
  }

  get dependencies(): unknown {
    return this.#exchange.service.dependencies;
  }

  get clients(): Readonly<Record<string, unknown>> {
    return bindClients(this.#exchange);
  }

  get principal(): Principal | undefined {
    return this.#exchange.principal;
  }

  get log(): Logger {
    return this.#exchange.service.logger.forExchange(this.#exchange);
  }

  get signal(): AbortSignal {
    return this.#exchange.signal;
  }

  get requestId(): string {
    return this.#exchange.requestId;
  }

  get lastEventId(): string | undefined {
    return readLastEventId(this.#exchange.request.headers['last-event-id']);
  }

  get operation(): Operation {
    return this.#exchange.compiled.operation;
  }

  startPart(part: AggregatePart): StartedPart {
    return this.#exchange.startPart(part);
  }
}

const longestEventId = 1_024;

/** UTF-8 in a header, which Node reads as Latin-1. What no service gives out as an id is as good as none. */
function readLastEventId(header: string | readonly string[] | undefined): string | undefined {
  if (typeof header !== 'string' || header === '' || header.length > longestEventId) return undefined;
  return Buffer.from(header, 'latin1').toString();
}

function bindClients(exchange: ParamsValidated): Readonly<Record<string, unknown>> {
  const clients: Readonly<Record<string, BindableClient<unknown>>> = exchange.service.clients;
  return Object.fromEntries(Object.entries(clients).map(([name, client]) => [name, client.bind(exchange)]));
}
