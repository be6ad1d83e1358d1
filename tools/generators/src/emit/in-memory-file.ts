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

/** A named import of a file of the app or of a library, in the order of the module specifiers, as the formatter keeps them. */
export function addNamedImport(
  source: SourceFile,
  { name, file, isTypeOnly = false }: { readonly name: string; readonly file: string; readonly isTypeOnly?: boolean },
): void {
  const declarations = source.getImportDeclarations();
  const later = declarations.findIndex((declaration) => {
    const specifier = declaration.getModuleSpecifierValue();
    return file.startsWith('./')
      ? specifier.startsWith('./') && specifier > file
      : specifier > file || specifier.startsWith('.');
  });
  const position = later === -1 ? declarations.length : later;
  source.insertImportDeclaration(position, { moduleSpecifier: file, namedImports: [name], isTypeOnly });
}
