import type { MessageRequest } from '../api/console.ts';

/** WebSockets that are open on behalf of a page, each with what sends a message over it. */
export type OpenSockets = Map<string, (message: Pick<MessageRequest, 'text' | 'sendInvalid'>) => void>;

export function socketKey(service: string, traceId: string): string {
  return `${service} ${traceId}`;
}
