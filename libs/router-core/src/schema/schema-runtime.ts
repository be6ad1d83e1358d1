/**
 * What checks call at run time. Printed modules import this and nothing else, so no compiler is with them.
 * The names are part of printed text.
 */
export { formats } from './formats.ts';
export {
  addEvaluated,
  isItemEvaluated,
  isNameEvaluated,
  noteEvaluated,
  noteItem,
  noteItems,
  noteName,
} from './keywords/evaluated.ts';
export { hasUniqueItems } from './keywords/has-unique-items.ts';
export { isMultipleOf } from './keywords/is-multiple-of.ts';
export { parseJsonText } from './keywords/parse-json-text.ts';
export { rememberVerdicts } from './keywords/remember-verdicts.ts';
export { sameJson } from './keywords/same-json.ts';
export { hasAtLeast, hasAtMost } from './keywords/text-length.ts';
export { compilePattern } from './pattern/compile-pattern.ts';
export { createPrintedSchemas, type PrintedContract, type PrintedModule, printedBlock } from './printed-schemas.ts';
