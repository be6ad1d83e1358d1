import { credentialClashes } from '@brrt/router-core/ports';
import type { SecurityScheme } from '@brrt/service-model';

/** What is wrong with schemes of which a request has to satisfy all; undefined: nothing. */
export function credentialClash(
  names: readonly string[],
  schemes: Readonly<Record<string, SecurityScheme>>,
): string | undefined {
  const [clash] = credentialClashes(names, schemes);
  return clash && `${clash.schemes.join(' and ')} both take ${clash.field}`;
}
