import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Diagnostic, diagnosticCodes, judgeStrictly } from '../src/index.ts';

const page = join(import.meta.dirname, '../../../docs/diagnostics.md');
const sources = join(import.meta.dirname, '../src');

function pageOfCodes(): string {
  const rows = Object.entries(diagnosticCodes).map(
    ([code, { breaks, meaning }]) => `| \`${code}\` | ${breaks ? 'yes' : ''} | ${meaning} |`,
  );
  return `# Findings about contracts

Every finding has a place (file, line, column, JSON pointer), a code of this list, a sentence, and a hint that says how to
mend it or which reading was chosen. Its severity says what reading does: \`error\`: cannot be read · \`warning\`: read with
the stated meaning · \`note\`: for information. Where the second column says yes, the document breaks its version of
OpenAPI: \`brrt lint\` counts the finding as an error, whatever its severity (\`--lenient\`: only errors count).

| code | breaks OpenAPI | what is the matter |
|---|---|---|
${rows.join('\n')}
`;
}

describe('docs/diagnostics.md', () => {
  it('has every code (npx vitest run diagnostic-codes -u writes it)', async () => {
    await expect(pageOfCodes()).toMatchFileSnapshot(page);
  });

  it('has no code that nothing reports', () => {
    const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const text = files
      .filter((name) => name !== 'diagnostic-codes.ts')
      .map((name) => readFileSync(join(sources, name), 'utf8'))
      .join('\n');
    expect(Object.keys(diagnosticCodes).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });
});

describe('judgeStrictly', () => {
  const finding = (severity: Diagnostic['severity'], code: string): Diagnostic => ({
    severity,
    code,
    message: 'm',
    file: '/a.yaml',
    line: 1,
    column: 1,
    pointer: '',
  });

  it.each([
    ['a warning about what breaks OpenAPI is an error', finding('warning', 'unknown-field'), 'error'],
    ['so is a note', finding('note', 'newer-keyword'), 'error'],
    ['a warning about what OpenAPI allows stays one', finding('warning', 'foreign-keyword'), 'warning'],
    ['an error stays one', finding('error', 'unresolved-reference'), 'error'],
    ['a code of another tool keeps its severity', finding('warning', 'operation-summary'), 'warning'],
    ['names of prototypes are no codes', finding('note', 'constructor'), 'note'],
  ])('%s', (_name, given, want) => {
    expect(judgeStrictly([given])).toEqual([{ ...given, severity: want }]);
  });
});
