import { stringLiteral } from './code-text.ts';
import { generatedHeader } from './generated-header.ts';
import { skipBrokenLine } from './skip-broken.ts';
import { takenLine } from './taken-contract.ts';

/** How the contract of a service came to it and is to be read: what `contract.gen.ts` remembers. */
export interface ContractChoices {
  /** Digest of the contract that the generator took over, see `taken-contract.ts`; undefined when people wrote it. */
  readonly taken?: string | undefined;
  /** Operations that cannot be read are left out, see `skip-broken.ts`. */
  readonly skipBroken?: boolean | undefined;
}

/** `contract.gen.ts`: the contract ready to serve. The build replaces its one import by what it has compiled. */
export function emitContract(service: string, { taken, skipBroken = false }: ContractChoices): string {
  return `${generatedHeader}${takenLine(taken)}import { loadContract } from '@brrt/router-core/host';

export const contract = await loadContract({
  service: ${stringLiteral(service)},
  file: new URL('../../openapi.yaml', import.meta.url),
${skipBrokenLine(skipBroken)}});
`;
}
