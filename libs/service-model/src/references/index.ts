export { operationsOf, type PathItemOperation } from '../model/path-item-operations.ts';
export { routedPath, templateNames, templateShape } from '../model/path-template.ts';
export { componentShape } from '../parse/component-shape.ts';
export { type ComponentSection, componentSections } from '../parse/grammar.ts';
export { formatPointer } from '../parse/json-pointer.ts';
export { nearestName } from '../parse/nearest-name.ts';
export { documentPart, type WantedPart } from './document-part.ts';
export { nameSubtypes } from './name-subtypes.ts';
export {
  type ComponentName,
  componentReference,
  type ReferenceRules,
  readComponentReference,
  rewriteReferences,
} from './rewrite-references.ts';
