import { type ObjectLiteralExpression, type SourceFile, SyntaxKind } from 'ts-morph';
import { addNamedImport, inMemoryFile } from './in-memory-file.ts';
import { type RegistryMarker, registryMarkers } from './read-registry.ts';

/** What a registry has to follow; everything else in its text stays byte for byte. */
export interface RegistryEdits {
  readonly renamed?: readonly RenamedEntry[];
  /** `name: fromContract`, behind the entry `after`, else in front. */
  readonly added?: readonly AddedEntry[];
  /** Entries without a handler that somebody else answers now. */
  readonly marked?: readonly MarkedEntry[];
  /** Names of entries without a handler that nobody needs. */
  readonly removed?: readonly string[];
  /** Handlers that take the place of a marker; `file` as the registry imports it: `./get-pet.ts`. */
  readonly written?: readonly { readonly name: string; readonly file: string }[];
}

export interface MarkedEntry {
  readonly name: string;
  readonly marker: RegistryMarker;
}

export interface AddedEntry extends MarkedEntry {
  readonly after: string | undefined;
}

export interface RenamedEntry {
  readonly from: string;
  readonly to: string;
  /** New module specifier of its handler; undefined for an entry without one. */
  readonly file: string | undefined;
}

/** `text` is a registry that `readRegistry` can read. */
export function editRegistry(
  text: string,
  { renamed = [], added = [], marked = [], removed = [], written = [] }: RegistryEdits,
): string {
  const source = inMemoryFile(text);
  for (const entry of renamed) renameEntry(source, entry);
  for (const entry of added) addEntry(source, entry);
  for (const entry of marked) markEntry(source, entry);
  for (const entry of written) writeEntry(source, entry);
  for (const name of removed) handlersOf(source).getProperties()[indexOf(source, name)]?.remove();
  if (removed.length > 0) removeUnusedMarkers(source);
  return source.getFullText();
}

/** A handler's file with its export and the types of its operation under their new name. */
export function renameHandler(text: string, { from, to }: { readonly from: string; readonly to: string }): string {
  const source = inMemoryFile(text);
  source.getFunction(from)?.rename(to);
  source.getVariableDeclaration(from)?.rename(to);
  const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  for (const suffix of ['Request', 'Response']) {
    const old = `${pascal(from)}${suffix}`;
    for (const identifier of source.getDescendantsOfKind(SyntaxKind.Identifier)) {
      if (!identifier.wasForgotten() && identifier.getText() === old)
        identifier.replaceWithText(`${pascal(to)}${suffix}`);
    }
  }
  return source.getFullText();
}

function handlersOf(source: SourceFile): ObjectLiteralExpression {
  const value = source.getVariableDeclarationOrThrow('handlers').getInitializerOrThrow();
  const object = value.asKind(SyntaxKind.SatisfiesExpression)?.getExpression() ?? value;
  return object.asKindOrThrow(SyntaxKind.ObjectLiteralExpression);
}

/** Position of an entry among the properties; -1 when there is none of the name. */
function indexOf(source: SourceFile, name: string | undefined): number {
  return handlersOf(source)
    .getProperties()
    .findIndex((property) => !property.isKind(SyntaxKind.SpreadAssignment) && unquoted(property.getName()) === name);
}

function unquoted(name: string): string {
  return name.replace(/^(['"])(.*)\1$/, '$2');
}

function addEntry(source: SourceFile, { name, marker, after }: AddedEntry): void {
  handlersOf(source).insertPropertyAssignment(indexOf(source, after) + 1, { name, initializer: marker });
  addMarkerImport(source, marker);
}

function markEntry(source: SourceFile, { name, marker }: MarkedEntry): void {
  const property = handlersOf(source).getProperties()[indexOf(source, name)];
  property?.asKind(SyntaxKind.PropertyAssignment)?.setInitializer(marker);
  addMarkerImport(source, marker);
  removeUnusedMarkers(source);
}

function addMarkerImport(source: SourceFile, marker: RegistryMarker): void {
  const hasImport = source.getImportDeclarations().some((declaration) => importsName(declaration, marker));
  if (hasImport) return;
  const routerCore = source.getImportDeclaration(
    (declaration) => declaration.getModuleSpecifierValue() === '@brrt/router-core' && !declaration.isTypeOnly(),
  );
  if (routerCore !== undefined) routerCore.addNamedImport(marker);
  else source.insertImportDeclaration(0, { moduleSpecifier: '@brrt/router-core', namedImports: [marker] });
}

function writeEntry(source: SourceFile, { name, file }: { readonly name: string; readonly file: string }): void {
  handlersOf(source).getProperties()[indexOf(source, name)]?.replaceWithText(name);
  addNamedImport(source, { name, file });
  removeUnusedMarkers(source);
}

function removeUnusedMarkers(source: SourceFile): void {
  const text = handlersOf(source).getText();
  for (const marker of registryMarkers) {
    if (!new RegExp(`\\b${marker}\\b`).test(text)) removeImport(source, marker);
  }
}

function removeImport(source: SourceFile, name: string): void {
  for (const declaration of source.getImportDeclarations()) {
    const specifier = declaration.getNamedImports().find((candidate) => candidate.getName() === name);
    if (specifier === undefined) continue;
    if (declaration.getNamedImports().length === 1) declaration.remove();
    else specifier.remove();
  }
}

function renameEntry(source: SourceFile, { from, to, file }: RenamedEntry): void {
  const property = handlersOf(source).getProperties()[indexOf(source, from)];
  if (file === undefined) {
    property?.asKind(SyntaxKind.PropertyAssignment)?.getNameNode().replaceWithText(to);
    return;
  }
  property?.replaceWithText(to);
  removeImport(source, from);
  addNamedImport(source, { name: to, file });
}

type ImportDeclaration = ReturnType<SourceFile['getImportDeclarations']>[number];

function importsName(declaration: ImportDeclaration, name: string): boolean {
  return declaration.getNamedImports().some((specifier) => specifier.getName() === name);
}
