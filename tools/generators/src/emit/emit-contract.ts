import { stringLiteral } from './code-text.ts';
import { generatedHeader } from './generated-header.ts';

/** `contract.gen.ts`: the contract ready to serve. The build replaces its one import by what it has compiled. */
export function emitContract(service: string): string {
  return `${generatedHeader}import { loadContract } from '@brrt/router-core/host';

export const contract = await loadContract({
  service: ${stringLiteral(service)},
  file: new URL('../../openapi.yaml', import.meta.url),
});
`;
}
