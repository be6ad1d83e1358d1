import { createAnswerExplainer } from '@brrt/router-core/portable';
import type { Explain } from './client-types.ts';

export type { Explain } from './client-types.ts';

/** Says where a refused answer is wrong, from the emitted text of the contract. */
export function explainer(contract: string): Explain {
  let explain: Explain | undefined;
  return (...refused) => {
    explain ??= createAnswerExplainer(JSON.parse(contract));
    return explain(...refused);
  };
}
