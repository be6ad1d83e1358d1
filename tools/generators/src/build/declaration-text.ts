import ts from 'typescript';

const options: ts.CompilerOptions = {
  declaration: true,
  isolatedDeclarations: true,
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
};

/**
 * The types of one file, without looking at any other: every export says its type.
 * @throws TypeError for an export that does not
 */
export function declarationText(file: string, text: string): string {
  const { outputText, diagnostics = [] } = ts.transpileDeclaration(text, { fileName: file, compilerOptions: options });
  const [first] = diagnostics;
  if (first !== undefined) throw new TypeError(`${file}: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`);
  return outputText;
}

/** What an index exports, and whatever its types mention, as one file without imports; no two declarations have the same name. */
export function joinedDeclarations(index: string, files: Readonly<Record<string, string>>): string {
  const known = new Map<string, ts.Statement>();
  for (const [file, text] of Object.entries(files)) {
    const source = ts.createSourceFile(file, declarationText(file, text), ts.ScriptTarget.ES2022, true);
    for (const statement of source.statements) for (const name of namesOf(statement)) known.set(name, statement);
  }
  const wanted = new Set(exportedNames(index).flatMap((name) => known.get(name) ?? []));
  // A set that grows while it is walked: what types mention is wanted too.
  for (const statement of wanted) {
    const visit = (node: ts.Node): void => {
      const mentioned = ts.isIdentifier(node) ? known.get(node.text) : undefined;
      if (mentioned !== undefined) wanted.add(mentioned);
      ts.forEachChild(node, visit);
    };
    visit(statement);
  }
  const ordered = [...new Set(known.values())].filter((statement) => wanted.has(statement));
  return ordered.map((statement) => `${exported(statement.getFullText().trim())}\n`).join('');
}

function namesOf(statement: ts.Statement): readonly string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.map(({ name }) => name.getText());
  const isNamed =
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isFunctionDeclaration(statement);
  return isNamed && statement.name !== undefined ? [statement.name.text] : [];
}

function exportedNames(index: string): readonly string[] {
  const { statements } = ts.createSourceFile('index.ts', index, ts.ScriptTarget.ES2022, true);
  return statements.flatMap((statement) => {
    const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
    return clause !== undefined && ts.isNamedExports(clause) ? clause.elements.map(({ name }) => name.text) : [];
  });
}

function exported(text: string): string {
  return text.replace(/^((?:\/\*\*(?:(?!\*\/).)*\*\/\s*)?)(?=declare |interface |type |class )/s, '$1export ');
}

/** The same declarations with other modules behind their imports. */
export function withModules(text: string, moduleOf: (specifier: string) => string): string {
  return text.replaceAll(
    /(\bfrom |\bimport\()(['"])([^'"\n]+)\2/g,
    (_all, before: string, quote: string, name: string) => {
      return `${before}${quote}${moduleOf(name)}${quote}`;
    },
  );
}
