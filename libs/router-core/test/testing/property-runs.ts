/** How many runs a property gets; `BRRT_PROPERTY_RUNS=20000 npx vitest run propert` looks longer than CI does. */
export function propertyRuns(usual: number): { readonly numRuns: number } {
  const wanted = Number(process.env.BRRT_PROPERTY_RUNS);
  return { numRuns: Number.isInteger(wanted) && wanted > 0 ? wanted : usual };
}
