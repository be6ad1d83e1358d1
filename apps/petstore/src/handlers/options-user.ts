import type { Context } from '../context.ts';
import { contract } from '../generated/contract.gen.ts';
import type { OptionsUserRequest, OptionsUserResponse } from '../generated/handlers.gen.ts';

export function optionsUser(_request: OptionsUserRequest, { operation }: Context): OptionsUserResponse {
  const allowed = contract.model.operations.filter(({ path }) => path === operation.path).map(({ method }) => method);
  return { status: 200, headers: { Allow: allowed }, body: { allow: allowed.join(',') } };
}
