import { randomUUID } from 'node:crypto';
import type { Contract, WebhookObserver } from '@brrt/router-core/ports';
import { listSentRequests, type SentRequest } from '@brrt/router-core/schema';
import type { CompiledQuery } from 'kysely';
import type { DatabaseKind } from '../outbox/statements.ts';
import { insertDelivery } from '../outbox/webhook-statements.ts';
import { compileMessage, type SenderRequest } from './compile-message.ts';
import { type EvaluatedRequest, type EvaluatedResponse, evaluateExpression } from './evaluate-expression.ts';

/** A message that is checked and written; it is sent when the transaction that runs `statement` is committed. */
export interface PreparedWebhook {
  /** `webhook-id`, by which receivers tell repetitions. */
  readonly id: string;
  readonly statement: CompiledQuery;
}

/** A transaction of Kysely, or whatever else runs a statement of it. */
export interface StatementRunner {
  executeQuery(statement: CompiledQuery): Promise<unknown>;
}

/** Sends one webhook of the contract. */
export interface WebhookSender<Request> {
  /**
   * For transactions of your own: run the statement in the one that changes what the webhook tells of.
   * @param to id of an endpoint; one that is disabled or gone gets nothing
   * @throws WebhookValidationError, an answer with status 500, when the contract does not allow the request
   */
  prepare(request: Request, to: string): PreparedWebhook;
  /** `prepare`, and the statement run in a transaction of Kysely. The id of the message. */
  send(request: Request, options: { readonly to: string; readonly in: StatementRunner }): Promise<string>;
}

/** Sends one callback of an operation. */
export interface CallbackSender<Request, Asked, Answered> extends WebhookSender<Request> {
  /**
   * Where the contract says that the callback goes. Undefined: the request names no place.
   * @param url of the request, absolute; needed where the contract says `$url`
   */
  url(exchange: {
    readonly request: Asked;
    readonly response?: Answered | undefined;
    readonly url?: string;
  }): string | undefined;
}

export interface SenderParts {
  readonly contract: Contract;
  readonly kind: DatabaseKind;
  readonly observer: WebhookObserver | undefined;
}

type AnySender = CallbackSender<SenderRequest, EvaluatedRequest, EvaluatedResponse>;

/** Under a name: the sender, or several by method and expression, where the name stands for more than one request. */
export type NamedSenders = Readonly<Record<string, AnySender | Readonly<Record<string, AnySender>>>>;

/** By name of the webhook, and by operation and name of the callback. */
export interface AnySenders {
  readonly webhooks: NamedSenders;
  readonly callbacks: Readonly<Record<string, NamedSenders>>;
}

/** What `webhooks.gen.ts` has the types of. Nothing is compiled before it is used. */
export function createSenders(parts: SenderParts): AnySenders {
  const { model } = parts.contract;
  const sent = listSentRequests(model);
  const ofOperation = (id: string): NamedSenders =>
    nameSenders(
      sent.filter(({ operation }) => operation?.id === id),
      parts,
    );
  const withCallbacks = model.operations.filter(({ callbacks }) => callbacks.length > 0);
  return {
    webhooks: nameSenders(
      sent.filter(({ operation }) => operation === undefined),
      parts,
    ),
    callbacks: Object.fromEntries(withCallbacks.map(({ id, name }) => [name, ofOperation(id)])),
  };
}

function nameSenders(sent: readonly SentRequest[], parts: SenderParts): NamedSenders {
  const named = Map.groupBy(sent, ({ callback }) => callback.name);
  return Object.fromEntries(
    [...named].map(([name, requests]) => {
      const senders = requests.map((request): [string, AnySender] => [
        `${request.callback.method} ${request.callback.expression}`.trim(),
        createSender(request, parts),
      ]);
      return [name, senders.length === 1 ? (senders[0]?.[1] ?? {}) : Object.fromEntries(senders)];
    }),
  );
}

function createSender(sent: SentRequest, { contract, kind, observer }: SenderParts): AnySender {
  const { name, method, expression } = sent.callback;
  const asked = contract.model.operations.find(({ id }) => id === sent.operation?.id);
  let encode: ReturnType<typeof compileMessage> | undefined;
  function prepare(request: SenderRequest, to: string): PreparedWebhook {
    encode ??= compileMessage(sent, contract);
    const message = encode(request);
    const id = `msg_${randomUUID().replaceAll('-', '')}`;
    const traceparent = observer?.enqueued(name);
    const delivery = { ...message, id, endpointId: to, webhook: name, method, now: Date.now(), traceparent };
    return { id, statement: insertDelivery(delivery, kind) };
  }
  return {
    prepare,
    async send(request, options) {
      const { id, statement } = prepare(request, options.to);
      await options.in.executeQuery(statement);
      return id;
    },
    url: ({ request, response, url }) =>
      evaluateExpression(expression, { method: asked?.method ?? '', request, response, url }),
  };
}
