import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { packageName, sourcesIn } from './read-sources.ts';

/** A place in the workspace where an operation is called. */
export interface Consumer {
  /** Folder of an app or a package. */
  readonly app: string;
  /** Absolute. */
  readonly file: string;
  readonly line: number;
  readonly call: string;
}

export interface ReferenceFinder {
  /** Where code that nobody generated uses an operation of a client file. */
  readonly referencesTo: (clientFile: string, operation: string) => readonly Consumer[];
}

/** Resolves names as TypeScript does, in the sources of some folders; packages of the workspace are read as sources. */
export function createReferenceFinder(workspaceRoot: string, folders: readonly string[]): ReferenceFinder {
  const files = folders.flatMap(sourcesIn);
  const service = ts.createLanguageService(hostOf(workspaceRoot, files, folders));
  return {
    referencesTo(clientFile, operation) {
      const program = service.getProgram();
      const position = program && declarationOf(program.getSourceFile(clientFile), operation);
      if (program === undefined || position === undefined) return [];
      const references = service.findReferences(clientFile, position)?.flatMap((found) => found.references) ?? [];
      const consumers = references.flatMap(({ fileName, textSpan }): readonly Consumer[] => {
        const source = program.getSourceFile(fileName);
        if (source === undefined || isGenerated(fileName) || isHandedOn(source, textSpan.start)) return [];
        return [placeOf(source, textSpan.start, folders)];
      });
      const byPlace = new Map(consumers.map((consumer) => [`${consumer.file}:${consumer.line}`, consumer]));
      return [...byPlace.values()];
    },
  };
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  jsx: ts.JsxEmit.Preserve,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

function hostOf(workspaceRoot: string, files: readonly string[], folders: readonly string[]): ts.LanguageServiceHost {
  const packages = folders.flatMap((folder) => {
    const name = packageName(folder);
    return name === undefined ? [] : [[name, folder] as const];
  });
  const paths = Object.fromEntries(
    packages.flatMap(([name, folder]) => [
      [name, [join(folder, 'src/index.ts')]],
      [`${name}/*`, [join(folder, 'src/*.ts')]],
    ]),
  );
  return {
    getCompilationSettings: () => ({ ...options, paths }),
    getCurrentDirectory: () => workspaceRoot,
    getDefaultLibFileName: (each) => ts.getDefaultLibFilePath(each),
    getScriptFileNames: () => [...files],
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) =>
      existsSync(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8')) : undefined,
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    directoryExists: ts.sys.directoryExists,
    getDirectories: ts.sys.getDirectories,
    ...(ts.sys.realpath && { realpath: ts.sys.realpath }),
  };
}

/** A method of the client's interface, or a function of its own. */
function declarationOf(source: ts.SourceFile | undefined, operation: string): number | undefined {
  if (source === undefined) return undefined;
  for (const statement of source.statements) {
    const named = namesIn(statement).find((name) => name.text === operation);
    if (named !== undefined) return named.getStart(source);
  }
  return undefined;
}

function namesIn(statement: ts.Statement): readonly (ts.Identifier | ts.StringLiteral)[] {
  if (ts.isInterfaceDeclaration(statement) && statement.name.text.endsWith('Client')) {
    return statement.members.flatMap(({ name }) =>
      name !== undefined && (ts.isIdentifier(name) || ts.isStringLiteral(name)) ? [name] : [],
    );
  }
  if (ts.isFunctionDeclaration(statement)) return statement.name === undefined ? [] : [statement.name];
  if (!ts.isVariableStatement(statement)) return [];
  return statement.declarationList.declarations.flatMap(({ name }) => (ts.isIdentifier(name) ? [name] : []));
}

function isGenerated(file: string): boolean {
  return /[\\/]generated[\\/]|\.gen\.tsx?$/.test(file);
}

/** An import or export that only names it. */
function isHandedOn(source: ts.SourceFile, position: number): boolean {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = ts.forEachChild(node, (child) =>
      child.getStart(source) <= position && position < child.end ? child : undefined,
    );
    if (inner === undefined) return false;
    if (ts.isImportDeclaration(inner) || ts.isExportDeclaration(inner)) return true;
    node = inner;
  }
}

function placeOf(source: ts.SourceFile, position: number, folders: readonly string[]): Consumer {
  const { line } = source.getLineAndCharacterOfPosition(position);
  const file = source.fileName.split('/').join(sep);
  const folder = folders.find((each) => !relative(each, file).startsWith('..')) ?? dirname(file);
  const call = source.text.split(/\r?\n/)[line]?.trim() ?? '';
  return { app: basename(folder), file, line: line + 1, call };
}
