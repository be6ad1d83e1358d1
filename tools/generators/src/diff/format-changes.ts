import { relative } from 'node:path';
import type { SourceLocation } from '@brrt/service-model';
import { type Change, type ChangeLevel, changeRules } from './change.ts';
import type { Consumer } from './find-references.ts';

/** A change with what is known of it around the contract. */
export interface JudgedChange extends Change {
  /** Why somebody accepts it; undefined: nobody does. */
  readonly approval?: string;
  readonly consumers: readonly Consumer[];
}

export interface DiffReport {
  readonly old: string;
  readonly fresh: string;
  readonly changes: readonly JudgedChange[];
  /** The least step of the version that tells what has changed. */
  readonly semver: 'major' | 'minor' | 'patch' | 'none';
  readonly versions: readonly [old: string, fresh: string];
  /** Whether `info.version` has been raised by at least that step. */
  readonly isVersionEnough: boolean;
}

export type DiffFormat = 'text' | 'json' | 'sarif' | 'github' | 'markdown';

export const levels: readonly ChangeLevel[] = ['breaking', 'unknown', 'compatible'];

export function formatDiff(report: DiffReport, format: DiffFormat, folder: string): string {
  switch (format) {
    case 'json':
      return JSON.stringify({
        ...report,
        changes: report.changes.map((change) => ({ ...change, about: changeRules[change.id] })),
      });
    case 'sarif':
      return formatSarif(report, folder);
    case 'github':
      return [...report.changes.filter(isOpen).map((change) => annotation(change, folder)), summaryOf(report)].join(
        '\n',
      );
    case 'markdown':
      return formatChangelog(report);
    default:
      return formatText(report, folder);
  }
}

const isOpen = ({ approval }: JudgedChange): boolean => approval === undefined;

function placeOf(at: SourceLocation | undefined, folder: string): string {
  return at === undefined ? '' : `${pathIn(at.file, folder)}:${at.line}:${at.column}`;
}

function pathIn(file: string, folder: string): string {
  const path = relative(folder, file).replaceAll('\\', '/');
  return path.startsWith('..') ? file : path;
}

function formatText(report: DiffReport, folder: string): string {
  const lines = levels.flatMap((level) =>
    report.changes
      .filter((change) => change.level === level)
      .flatMap((change) => [
        headline(change, folder),
        ...(change.old !== undefined && change.new !== undefined ? [`  was  ${placeOf(change.old, folder)}`] : []),
        ...(change.witness?.text.split('\n') ?? []).map((line, at) =>
          (at === 0 ? `  try  ${line}` : `       ${line}`).trimEnd(),
        ),
        ...change.consumers.map(({ app, file, line, call }) => `  hits ${app} ${pathIn(file, folder)}:${line} ${call}`),
        ...(level === 'compatible' || change.approval !== undefined ? [] : [`  fingerprint ${change.fingerprint}`]),
      ]),
  );
  return [...lines, summaryOf(report)].join('\n');
}

function headline({ level, id, operation, text, approval, ...change }: JudgedChange, folder: string): string {
  const said = `${operation === '' ? '' : `${operation}: `}${text}${approval === undefined ? '' : ` (approved: ${approval})`}`;
  return [level, placeOf(change.new ?? change.old, folder), id, said].filter((part) => part !== '').join(' ');
}

/** Counts and the step of the version, in one line. */
export function summaryOf({ old, fresh, changes, semver, versions }: DiffReport): string {
  const counts = levels.map(
    (level) => `${changes.filter((change) => change.level === level && isOpen(change)).length} ${level}`,
  );
  const approved = changes.filter((change) => !isOpen(change)).length;
  return `${old} → ${fresh}: ${counts.join(', ')}${approved === 0 ? '' : `, ${approved} approved`}; version ${versions[0]} → ${versions[1]}, these changes ask for ${semver === 'none' ? 'no step' : `a ${semver} step`}`;
}

function annotation(change: JudgedChange, folder: string): string {
  const command = { breaking: 'error', unknown: 'warning', compatible: 'notice' }[change.level];
  const at = change.new ?? change.old;
  const where = at === undefined ? '' : `file=${escaped(pathIn(at.file, folder))},line=${at.line},col=${at.column},`;
  const witness = change.witness === undefined ? '' : `\n${change.witness.text}`;
  return `::${command} ${where}title=${change.id}::${escaped(`${change.operation} ${change.text}${witness}`.trim(), false)}`;
}

function escaped(text: string, isProperty = true): string {
  const data = text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  return isProperty ? data.replaceAll(':', '%3A').replaceAll(',', '%2C') : data;
}

function formatSarif({ changes }: DiffReport, folder: string): string {
  const rules = [...new Set(changes.map(({ id }) => id))].sort();
  const results = changes.map((change) => {
    const at = change.new ?? change.old;
    const witness = change.witness === undefined ? '' : `\n${change.witness.text}`;
    return {
      ruleId: change.id,
      ruleIndex: rules.indexOf(change.id),
      level: { breaking: 'error', unknown: 'warning', compatible: 'note' }[change.level],
      message: { text: `${change.operation} ${change.text}${witness}`.trim() },
      partialFingerprints: { 'brrt/v1': change.fingerprint },
      ...(at && {
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: pathIn(at.file, folder).split('/').map(encodeURIComponent).join('/') },
              region: { startLine: at.line, startColumn: at.column },
            },
            logicalLocations: [{ fullyQualifiedName: `#${at.pointer}` }],
          },
        ],
      }),
      ...(change.approval !== undefined && { suppressions: [{ kind: 'external', justification: change.approval }] }),
    };
  });
  const driver = { name: 'brrt diff', rules: rules.map((id) => ({ id, shortDescription: { text: changeRules[id] } })) };
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }],
    },
    undefined,
    2,
  );
}

const headings: Readonly<Record<ChangeLevel, string>> = {
  breaking: 'Breaking',
  unknown: 'To be looked at',
  compatible: 'Compatible',
};

/** The text of a changelog. */
function formatChangelog({ changes, versions }: DiffReport): string {
  const sections = levels.flatMap((level) => {
    const own = changes.filter((change) => change.level === level);
    if (own.length === 0) return [];
    const items = own.map(({ operation, text }) => `- ${operation === '' ? '' : `\`${operation}\`: `}${text}`);
    return [`### ${headings[level]}`, '', ...items, ''];
  });
  return [`## ${versions[1]}`, '', ...(sections.length === 0 ? ['No change.', ''] : sections)].join('\n').trimEnd();
}
