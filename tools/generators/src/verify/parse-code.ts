import ts from 'typescript';

/** A place in emitted code that no harmless contract leads to. Lines count from 1. */
export interface Breach {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** Emitted code, read again. */
export interface ParsedCode {
  readonly source: ts.SourceFile;
  /** What is wrong with the text before its statements are looked at. */
  readonly breaches: readonly Breach[];
}

/** Parses code as the compiler does, comments that steer the compiler included. */
export function parseCode(path: string, text: string): ParsedCode {
  const source: ParsedSource = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.ESNext, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
  );
  const mistakes = (source.parseDiagnostics ?? []).map(({ start, messageText }) =>
    breachAt(source, start, `does not parse: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
  );
  const directives = [
    ...(source.commentDirectives ?? []).map(({ range }) => range.pos),
    ...[source.referencedFiles, source.typeReferenceDirectives, source.libReferenceDirectives]
      .flat()
      .map(({ pos }) => pos),
    ...(source.checkJsDirective === undefined ? [] : [source.checkJsDirective.pos]),
  ].map((position) => breachAt(source, position, 'has a comment that the compiler obeys'));
  return { source, breaches: [...mistakes, ...directives] };
}

export function breachAt(source: ts.SourceFile, position: number, message: string): Breach {
  return { path: source.fileName, line: source.getLineAndCharacterOfPosition(position).line + 1, message };
}

/** As the enumeration calls it, where several names stand for one number. */
export function kindName(kind: ts.SyntaxKind): string {
  return kindNames.get(kind) ?? String(kind);
}

const kindNames: ReadonlyMap<unknown, string> = new Map(
  Object.entries(ts.SyntaxKind)
    .reverse()
    .map(([name, kind]) => [kind, name]),
);

// What the parser finds out is in the object and not in its published type.
interface ParsedSource extends ts.SourceFile {
  readonly parseDiagnostics?: readonly ts.DiagnosticWithLocation[];
  readonly commentDirectives?: readonly { readonly range: ts.TextRange }[];
  readonly checkJsDirective?: ts.TextRange;
}
