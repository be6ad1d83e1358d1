import { stringLiteral } from './code-text.ts';
import { generatedHeader } from './generated-header.ts';
import { takenLine } from './taken-contract.ts';

/**
 * `contract.gen.ts`: the contract ready to serve. The build replaces its one import by what it has compiled.
 * `taken`: digest of the contract that the generator took over, see `taken-contract.ts`.
 */
export function emitContract(service: string, taken: string | undefined): string {
  return `${generatedHeader}${takenLine(taken)}import { loadContract } from '@brrt/router-core/host';

export const contract = await loadContract({
  service: ${stringLiteral(service)},
  file: new URL('../../openapi.yaml', import.meta.url),
});
`;
}
