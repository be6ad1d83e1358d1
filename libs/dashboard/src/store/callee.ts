import { attribute, textAttribute } from './attribute-list.ts';
import type { StoredSpan } from './stored-span.ts';

/** What a client span says of whom it called. */
export interface Callee {
  /** By the caller's own word; empty: it gives an address at most. */
  readonly name: string;
  /** `127.0.0.1:8081`; empty: none. */
  readonly address: string;
  readonly isDatabase: boolean;
}

export function calleeOf(span: StoredSpan): Callee {
  const address = addressOf(span);
  const system = first(span, 'db.system.name', 'db.system');
  if (system !== '') {
    const namespace = first(span, 'db.namespace', 'db.name');
    return { name: cut(namespace === '' ? system : `${system} ${namespace}`), address, isDatabase: true };
  }
  const name = first(span, 'service.peer.name', 'peer.service', 'messaging.system');
  return { name: cut(name), address, isDatabase: false };
}

function addressOf(span: StoredSpan): string {
  const host = first(span, 'server.address', 'net.peer.name', 'http.host');
  if (host === '') return hostOfUrl(first(span, 'url.full', 'http.url'));
  const port = attribute(span.attributes, 'server.port') ?? attribute(span.attributes, 'net.peer.port');
  const isUsual = port === undefined || port === null || port === 80 || port === 443;
  return cut(isUsual ? host : `${host}:${String(port)}`);
}

function hostOfUrl(url: string): string {
  return cut(/^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?([^/?#]+)/i.exec(url)?.[1] ?? '');
}

function first(span: StoredSpan, ...names: readonly string[]): string {
  for (const name of names) {
    const value = textAttribute(span.attributes, name);
    if (value !== undefined && value !== '') return value;
  }
  return '';
}

function cut(name: string): string {
  return name.length > 255 ? name.slice(0, 255) : name;
}
