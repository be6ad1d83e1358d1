/** The example that stands there as it is, by its index; empty where something else does. Arrow keys go on from it. */
export function chosenExample(examples: readonly { readonly value?: unknown }[], value: unknown): string {
  const text = JSON.stringify(value);
  const index = examples.findIndex((example) => JSON.stringify(example.value) === text);
  return index === -1 || text === undefined ? '' : String(index);
}
