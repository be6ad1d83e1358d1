import ts from 'typescript';
import { treeShape } from '../../src/verify/code-shape.ts';
import { parseCode } from '../../src/verify/parse-code.ts';

/**
 * Where the syntax tree of a text is another than that of its harmless twin, which was emitted from the same contract with
 * harmless texts in it; undefined when they are the same. Whatever gets out of a literal, a name or a comment makes nodes
 * of its own, so nothing that does escapes this comparison, however it is spelled.
 */
export function differingShape(path: string, text: string, twin: string): string | undefined {
  const { source, breaches } = parseCode(path, text);
  const [breach] = breaches;
  if (breach !== undefined) return `${path}:${breach.line} ${breach.message}`;
  const expected = treeShape(parseCode(path, twin).source);
  const found = treeShape(source);
  const index = found.findIndex(({ kind }, place) => kind !== expected[place]?.kind);
  if (index === -1 && found.length === expected.length) return undefined;
  const { kind = 'nothing', position = text.length } = found[index === -1 ? expected.length : index] ?? {};
  const { line } = ts.getLineAndCharacterOfPosition(source, position);
  return `${path}:${line + 1} has ${kind} where its twin has ${expected[index]?.kind ?? 'nothing'}: ${text.slice(position, position + 120)}`;
}
