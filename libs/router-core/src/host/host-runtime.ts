/** What a printed host imports: validators' functions and the host around them. No Ajv, no YAML. */
export * from '../schema/schema-runtime.ts';
export { createPrintedHost, docsBeside, readBeside, readInline } from './printed-host.ts';
