import { type DiffFormat, type DiffReport, formatDiff, type JudgedChange, levels } from './format-changes.ts';

/** What became of the contracts of a folder since a revision. */
export interface FolderReport {
  readonly reports: readonly DiffReport[];
  /** Contracts that the revision does not have. */
  readonly added: readonly string[];
  /** Contracts that it alone has. */
  readonly gone: readonly string[];
}

export function formatFolder(found: FolderReport, format: DiffFormat, folder: string): string {
  const { reports, added, gone } = found;
  switch (format) {
    case 'json':
      return JSON.stringify({
        contracts: reports.map((report) => JSON.parse(formatDiff(report, 'json', folder))),
        added,
        gone,
      });
    case 'sarif': {
      const changes = reports.flatMap((report) => report.changes);
      return formatDiff({ ...emptyReport, changes }, 'sarif', folder);
    }
    case 'markdown':
      return formatComment(found);
    default:
      return [
        ...reports.map((report) => formatDiff(report, format, folder)),
        ...added.map((name) => `${name}: new`),
        ...gone.map((name) => `${name}: gone`),
      ].join('\n');
  }
}

const emptyReport: DiffReport = {
  old: '',
  fresh: '',
  changes: [],
  semver: 'none',
  versions: ['', ''],
  isVersionEnough: true,
};

const isOpen = ({ approval }: JudgedChange): boolean => approval === undefined;
const headings = { breaking: 'breaking', unknown: 'to be looked at', compatible: 'compatible' } as const;

/** The text of a comment on a pull request. */
function formatComment({ reports, added, gone }: FolderReport): string {
  const changed = reports.filter(({ changes }) => changes.length > 0);
  const rows = [
    ...changed.map((report) => {
      const counts = levels.map((level) => open(report, level).length);
      const [old, fresh] = report.versions;
      const version = report.isVersionEnough ? '' : `, but a ${report.semver} step is asked for`;
      return `| ${escaped(report.fresh)} | ${counts.join(' | ')} | ${escaped(old)} → ${escaped(fresh)}${version} |`;
    }),
    ...added.map((name) => `| ${escaped(name)} | new | | | |`),
    ...gone.map((name) => `| ${escaped(name)} | **gone** | | | |`),
  ];
  if (rows.length === 0) return '### Contracts\n\nNo change.';
  const head = ['| contract | breaking | to be looked at | compatible | version |', '|---|---|---|---|---|'];
  return ['### Contracts', '', ...head, ...rows, ...changed.flatMap(detailsOf)].join('\n');
}

function open({ changes }: DiffReport, level: (typeof levels)[number]): readonly JudgedChange[] {
  return changes.filter((change) => change.level === level && isOpen(change));
}

/** A comment has room for 65,536 characters. */
const mostShown = 15;

function detailsOf(report: DiffReport): readonly string[] {
  const approved = report.changes.filter((change) => !isOpen(change));
  const sections = levels.flatMap((level) => {
    const own = open(report, level);
    if (own.length === 0) return [];
    const more = own.length > mostShown ? [`- … and ${own.length - mostShown} more`] : [];
    return ['', `**${headings[level]}**`, '', ...own.slice(0, mostShown).flatMap(itemOf), ...more];
  });
  const accepted = approved.map(({ text, approval = '' }) => `- approved: ${escaped(text)} (${escaped(approval)})`);
  return [
    '',
    `<details><summary>${escaped(report.fresh)}</summary>`,
    ...sections,
    ...(accepted.length === 0 ? [] : ['', ...accepted]),
    '',
    '</details>',
  ];
}

const longestWitness = 1_500;

function itemOf({ operation, text, witness, consumers, level, fingerprint, id }: JudgedChange): readonly string[] {
  const place = operation === '' ? '' : `${escaped(operation)}: `;
  const shown = witness !== undefined && witness.text.length <= longestWitness ? fenced(witness.text) : [];
  const hits = consumers.map(({ app, line, file, call }) => {
    const name = file.split(/[\\/]/).at(-1) ?? file;
    return `  - hits ${escaped(app)} ${escaped(name)}:${line} ${escaped(call)}`;
  });
  const mark = level === 'compatible' ? '' : ` (${id}, ${fingerprint})`;
  return [`- ${place}${escaped(text)}${mark}`, ...shown, ...hits];
}

function fenced(text: string): readonly string[] {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  const fence = '`'.repeat(Math.max(2, ...runs) + 1);
  return [`  ${fence}`, ...text.split('\n').map((line) => `  ${line}`), `  ${fence}`];
}

/** Nothing of a contract becomes markup. */
function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('@', '&#64;')
    .replaceAll(/[\\`*_[\]|~]/g, (character) => `\\${character}`)
    .replaceAll('\n', ' ');
}
