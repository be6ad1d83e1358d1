export { type CharacterSet, characterSet } from './character-set.ts';
export {
  automatonSize,
  classifyPattern,
  type EdgeLook,
  type EdgeLooks,
  type PatternClass,
  withoutEdgeLooks,
} from './classify-pattern.ts';
export { parsePattern } from './parse-pattern.ts';
export type { CharacterNode, LookNode, PatternNode, RepeatNode } from './pattern-node.ts';
