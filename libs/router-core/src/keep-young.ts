import { setFlagsFromString } from 'node:v8';

/**
 * What is made for a request is garbage with its answer. V8 makes objects among the old ones where it has seen a hundred from the same
 * place in the code survive a collection; where it came to that, a service collected everything twice a second, for a quarter of its CPU
 * time. Told not to, before anything has been decided.
 */
export function keepYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
