import type { SecuredContract } from './contract.ts';

/** Every scheme that some operation names, with the ids of those operations, in the order of the contract. */
export function requiredSchemes({ operations }: SecuredContract): ReadonlyMap<string, readonly string[]> {
  const required = new Map<string, string[]>();
  for (const operation of operations) {
    for (const scheme of new Set(operation.security.flat().map((each) => each.scheme))) {
      const users = required.get(scheme);
      if (users === undefined) required.set(scheme, [operation.id]);
      else users.push(operation.id);
    }
  }
  return required;
}
