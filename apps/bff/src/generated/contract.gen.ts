// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.

import { loadContract } from '@brrt/router-core/host';

export const contract = await loadContract({
  service: "bff",
  file: new URL('../../openapi.yaml', import.meta.url),
});
