import type { Diagnostic } from '@brrt/service-model';

/** Rules about forms and references. The reader checks them everywhere, by the version of the document. */
const judgedByReader: ReadonlySet<string> = new Set(['struct', 'no-unresolved-refs']);

/** Codes of the reader that say what a rule says. */
const sameDefect: Readonly<Record<string, readonly string[]>> = {
  'spec-ref-siblings': ['ignored-sibling', 'unknown-keyword', 'foreign-keyword'],
  'operation-operationId-unique': ['duplicate-operation-id'],
  'operation-parameters-unique': ['duplicate-parameter'],
  'path-parameters-defined': ['undeclared-path-parameter', 'unused-path-parameter'],
  'path-params-defined': ['undeclared-path-parameter', 'unused-path-parameter'],
  'path-declaration-must-exist': ['malformed-template'],
  'path-not-include-query': ['query-in-path'],
  'no-identical-paths': ['duplicate-route'],
  'no-ambiguous-paths': ['duplicate-route'],
  'no-enum-type-mismatch': ['malformed-keyword', 'mismatched-value'],
  'no-duplicated-enum-values': ['duplicate-item'],
  'no-empty-servers': ['missing-field'],
  'no-server-variables-empty-enum': ['empty-enum', 'default-not-in-enum'],
  'no-undefined-server-variable': ['undeclared-variable'],
  'no-duplicated-tag-names': ['duplicate-tag'],
  'no-example-value-and-externalValue': ['exclusive-fields'],
  'nullable-type-sibling': ['older-keyword', 'null-alternative', 'nullable-without-type'],
  'security-defined': ['unknown-security-scheme'],
  'security-scopes-defined': ['undeclared-scope'],
  'spec-components-invalid-map-name': ['component-name', 'renamed-component'],
  'spec-querystring-parameters': ['conflicting-querystring', 'invalid-parameter'],
  'spec-no-invalid-encoding-combinations': ['exclusive-fields', 'ignored-field'],
  'spec-example-values': ['exclusive-fields', 'invalid-example'],
  'no-invalid-media-type-examples': ['invalid-example'],
  'no-invalid-parameter-examples': ['invalid-example'],
  'no-invalid-schema-examples': ['invalid-example'],
};

/** One finding per defect: where the reader has said what a rule says, at the same place, the rule is silent. */
export function mergeFindings(own: readonly Diagnostic[], rules: readonly Diagnostic[]): readonly Diagnostic[] {
  const byFile = new Map<string, Diagnostic[]>();
  for (const finding of own) {
    const found = byFile.get(finding.file);
    if (found === undefined) byFile.set(finding.file, [finding]);
    else found.push(finding);
  }
  const places = new Map([...byFile].map(([file, findings]) => [file, byPlace(findings)]));
  const others = rules.filter((finding) => !isSaid(finding, places.get(finding.file)));
  return [...own.filter((finding) => !isExplained(finding, own)), ...unique(others)].sort(byPosition);
}

/** The validator says of a default what is wrong with it, the reader that its type is. */
function isExplained({ code, file, pointer }: Diagnostic, own: readonly Diagnostic[]): boolean {
  if (code !== 'mismatched-value') return false;
  return own.some((other) => other.code === 'invalid-example' && other.file === file && other.pointer === pointer);
}

type Places = ReadonlyMap<string, ReadonlySet<string>>;

/** The codes at each pointer, and at those up to two levels above: rules name a field, its object, or its list. */
function byPlace(findings: readonly Diagnostic[]): Places {
  const places = new Map<string, Set<string>>();
  for (const { pointer, code } of findings) {
    for (const place of [pointer, parent(pointer), parent(parent(pointer))]) {
      const codes = places.get(place) ?? new Set();
      places.set(place, codes.add(code));
    }
  }
  return places;
}

function parent(pointer: string): string {
  return pointer.slice(0, Math.max(0, pointer.lastIndexOf('/')));
}

function isSaid({ code, pointer }: Diagnostic, places: Places | undefined): boolean {
  // The engine does not see references to them (OpenAPI 3.2 §4.9).
  if (code === 'no-unused-components' && pointer.startsWith('/components/mediaTypes/')) return true;
  if (judgedByReader.has(code)) return true;
  const same = Object.hasOwn(sameDefect, code) ? sameDefect[code] : undefined;
  if (same === undefined || places === undefined) return false;
  return [pointer, parent(pointer), parent(parent(pointer))].some((place) => {
    const codes = places.get(place);
    return codes !== undefined && same.some((each) => codes.has(each));
  });
}

function unique(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Map(
    findings.map((finding) => [`${finding.file} ${finding.pointer} ${finding.code} ${finding.message}`, finding]),
  );
  return [...seen.values()];
}

/** As one reads: file by file, from the top. */
function byPosition(one: Diagnostic, other: Diagnostic): number {
  if (one.file !== other.file) return one.file < other.file ? -1 : 1;
  return one.line - other.line || one.column - other.column;
}
