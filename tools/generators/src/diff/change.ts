import type { SourceLocation } from '@brrt/service-model';

/** Breaking: somebody who keeps to the old contract fails. Unknown: neither proof nor witness was found. */
export type ChangeLevel = 'breaking' | 'unknown' | 'compatible';

/** A request that the old contract takes, or a message that it does not know, in words that can be tried. */
export interface Witness {
  readonly kind: 'request' | 'response';
  /** curl, or an HTTP response. */
  readonly text: string;
}

/** One change between two revisions of a contract. */
export interface Change {
  /** A key of `changeRules`. */
  readonly id: ChangeRule;
  readonly level: ChangeLevel;
  /** `GET /pets/{petId}`; empty for the whole contract and its webhooks. */
  readonly operation: string;
  /** By the old contract, else the new one. */
  readonly operationId?: string;
  readonly direction: 'request' | 'response' | 'contract';
  /** What of it: `query parameter limit`, `response 200 application/json`, `callback petAdded`. */
  readonly part: string;
  readonly text: string;
  readonly old?: SourceLocation;
  readonly new?: SourceLocation;
  readonly witness?: Witness;
  /** Covers both revisions of what has changed: an approval of this change approves no other. */
  readonly fingerprint: string;
}

/** What a rule is about. The names are stable. */
export const changeRules = {
  'operation-removed': 'An operation is gone',
  'operation-added': 'There is a new operation',
  'operation-shadowed': 'Requests of an operation go to a new one',
  'operation-renamed': 'An operation has another operationId',
  'operation-deprecated': 'An operation is deprecated',
  'operation-unreadable': 'An operation cannot be read',
  'base-path-removed': 'An operation is no longer found below one of its base paths',
  'parameter-added': 'There is a new parameter',
  'parameter-removed': 'A parameter is gone',
  'parameter-required': 'A parameter has to be sent',
  'parameter-optional': 'A parameter may be left out',
  'parameter-narrowed': 'A parameter takes less',
  'parameter-widened': 'A parameter takes more',
  'parameter-style': 'A parameter is written in another way',
  'parameter-default': 'A parameter that is not sent means another value',
  'parameter-deprecated': 'A parameter is deprecated',
  'body-added': 'A request has a body now',
  'body-removed': 'A request has no body any more',
  'body-required': 'A body has to be sent',
  'body-optional': 'A body may be left out',
  'body-media-type-added': 'A body may have another media type',
  'body-media-type-removed': 'A body may no longer have a media type',
  'body-narrowed': 'A body takes less',
  'body-widened': 'A body takes more',
  'body-encoding': 'A body is written in another way',
  'body-default': 'What is left out of a body means another value',
  'response-status-added': 'An operation answers with another status',
  'response-status-removed': 'An operation no longer answers with a status',
  'response-media-type-added': 'A response may have another media type',
  'response-media-type-removed': 'A response no longer has a media type',
  'response-widened': 'A response may hold what it did not hold before',
  'response-narrowed': 'A response holds less than it could',
  'response-encoding': 'A response is written in another way',
  'response-link-changed': 'A link of a response is another one',
  'response-header-added': 'A response has another header',
  'response-header-removed': 'A header of a response is gone, or may be missing',
  'response-header-required': 'A response always has a header that it could lack',
  'response-header-widened': 'A header of a response may hold what it did not hold before',
  'response-header-narrowed': 'A header of a response holds less than it could',
  'response-header-style': 'A header of a response is written in another way',
  'security-narrowed': 'What opened an operation does not any more',
  'security-widened': 'More opens an operation',
  'security-scheme-changed': 'Credentials are had in another way',
  'web-socket-changed': 'What goes over a WebSocket has changed',
  'webhook-added': 'There is a new webhook or callback',
  'webhook-removed': 'A webhook or callback is gone',
  'webhook-changed': 'A webhook or callback is sent in another way',
  'extension-changed': 'An extension of an operation has changed',
  'server-changed': 'The servers have changed',
} as const;

export type ChangeRule = keyof typeof changeRules;
