/** For property tests of this workspace only; no service imports it. */
export { type SchemaCase, schemaCase } from './json-arbitraries.ts';
export { propertyRuns } from './property-runs.ts';
