import { IndentationText, Project, QuoteKind, type SourceFile } from 'ts-morph';

/** One file of its own project, open for surgery: nothing else is read, and what is not touched keeps its text. */
export function inMemoryFile(text: string): SourceFile {
  const project = new Project({
    useInMemoryFileSystem: true,
    compilerOptions: { allowImportingTsExtensions: true, noLib: true },
    manipulationSettings: {
      quoteKind: QuoteKind.Single,
      indentationText: IndentationText.TwoSpaces,
      useTrailingCommas: true,
    },
  });
  return project.createSourceFile('file.ts', text);
}
