/** First line of every file whose owner is the generator. */
export const generatedHeader =
  '// Generated from the contract by brrt; edits are overwritten. `npx nx sync` writes it anew.\n\n';
