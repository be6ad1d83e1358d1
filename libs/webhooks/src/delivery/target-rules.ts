import { type LookupAddress, lookup as resolveHost } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { isLoopback, isPublicAddress } from '@brrt/router-core/ports';
import { TargetRefusedError } from '../target-refused-error.ts';

/** Where webhooks may go: to https on the public network. */
export interface TargetRules {
  readonly ports: readonly number[];
  /** In development: to this machine also, by http and at any port. */
  readonly allowLoopback: boolean;
}

// `URL` has made 127.0.0.1 out of 0x7f.1, 2130706433 and the like.
const localNames = /^(?:.+\.)?localhost$/i;

/**
 * What can be said of a target before its name is looked up.
 * @throws TargetRefusedError
 */
export function checkTarget(url: string, rules: TargetRules): URL {
  const target = URL.parse(url);
  if (target === null) throw new TargetRefusedError('It is no absolute URL');
  if (target.username !== '' || target.password !== '') throw new TargetRefusedError('It has a user name or password');
  if (target.hash !== '') throw new TargetRefusedError('It has a fragment');
  const host = target.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isLocal = localNames.test(host) || isLoopback(host);
  if (isLocal && rules.allowLoopback && /^https?:$/.test(target.protocol)) return target;
  if (target.protocol !== 'https:') throw new TargetRefusedError('It is not https');
  if (isLocal || (isIP(host) > 0 && !isPublicAddress(host))) throw notPublic();
  if (!rules.ports.includes(Number(target.port || 443)))
    throw new TargetRefusedError(`Its port is none of ${rules.ports.join(', ')}`);
  return target;
}

/** Looks a name up for a connection, which goes to the very addresses that were checked. One that is not allowed refuses them all. */
export function guardedLookup(rules: TargetRules): LookupFunction {
  return (host, options, done) => {
    resolveHost(host, { ...options, all: true }, (error, found) => {
      const addresses: readonly LookupAddress[] = found ?? [];
      const [first] = addresses;
      if (error !== null || first === undefined) done(error ?? new TargetRefusedError('It has no address'), '', 0);
      else if (!addresses.every(({ address }) => isAllowed(address, rules))) done(notPublic(), '', 0);
      else if (options.all === true) done(null, [...addresses]);
      else done(null, first.address, first.family);
    });
  };
}

function isAllowed(address: string, { allowLoopback }: TargetRules): boolean {
  return isPublicAddress(address) || (allowLoopback && isLoopback(address));
}

function notPublic(): TargetRefusedError {
  return new TargetRefusedError('It is no address of the public network');
}
