import type { Header } from '@brrt/service-model';

/** RFC 6265 §3: a comma has a meaning of its own in `Set-Cookie`, so each value has a line of its own. */
export function isRepeatedHeader({ name }: Pick<Header, 'name'>): boolean {
  return name.toLowerCase() === 'set-cookie';
}
