import { setFlagsFromString } from 'node:v8';

/**
 * What is made for a request is garbage with its answer. V8 takes objects for long-lived ones after it has seen a hundred of a kind
 * survive, as they do behind a hundred connections, and makes the next ones among the old: then it collects everything twice a second, for
 * a third of the CPU time of a service. Told not to, before anything has been decided.
 */
export function keepYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
