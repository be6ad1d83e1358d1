import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { allowedForTypes, allowedRooms, innerRules, restrictedEntries } from './layer-rules.ts';
import { type ImportReference, readImports } from './read-imports.ts';
import { type Project, readCodeFiles, readProjects } from './read-workspace-files.ts';

/** One import that crosses a boundary which DESIGN.md closes. */
export interface LayerViolation {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly specifier: string;
  readonly message: string;
}

export interface LayerReport {
  readonly files: number;
  readonly violations: readonly LayerViolation[];
}

/**
 * Holds every import of the workspace against the layer rules.
 * `folder`, relative to the workspace, narrows what is reported; without it everything is.
 */
export function checkLayers(workspaceRoot: string, folder?: string): LayerReport {
  const projects = readProjects(workspaceRoot);
  const looked = folder === undefined ? projects : projects.filter(({ root }) => root === folder);
  if (looked.length === 0) throw new TypeError(`There is no project in ${folder ?? workspaceRoot}`);
  const files = looked.flatMap((project) =>
    readCodeFiles(workspaceRoot, project.root).map((file) => ({ file, project })),
  );
  const violations = files.flatMap(({ file, project }) => {
    const imports = readImports(file, readFileSync(join(workspaceRoot, file), 'utf8'));
    return imports.flatMap((reference) => violationsOf({ file, project, projects, reference }));
  });
  return { files: files.length, violations };
}

/** `apps/a/src/x.ts:3 imports '…': why not`, one line for each violation. */
export function formatViolation({ file, line, specifier, message }: LayerViolation): string {
  return `${file}:${line} imports '${specifier}': ${message}`;
}

interface Crossing {
  readonly file: string;
  readonly project: Project;
  readonly projects: readonly Project[];
  readonly reference: ImportReference;
}

function violationsOf(crossing: Crossing): readonly LayerViolation[] {
  const { file, reference } = crossing;
  const messages = [crossingMessage(crossing), ...innerMessages(file, reference)];
  return messages
    .filter((message) => message !== undefined)
    .map((message) => ({ file, line: reference.line, specifier: reference.specifier, message }));
}

function crossingMessage(crossing: Crossing): string | undefined {
  const { file, project, projects, reference } = crossing;
  if (reference.specifier.startsWith('.')) {
    const target = posix.join(posix.dirname(file), reference.specifier);
    if (target.startsWith(`${project.root}/`)) return undefined;
    return relativeMessage(
      crossing,
      projects.find(({ root }) => target.startsWith(`${root}/`)),
    );
  }
  const target = projects.find(({ packageName }) => isWithinPackage(reference.specifier, packageName));
  if (target === undefined || target === project) return undefined;
  return roomMessage(crossing, target) ?? entryMessage(crossing);
}

function relativeMessage(crossing: Crossing, target: Project | undefined): string | undefined {
  if (target === undefined) return undefined;
  const wrongRoom = roomMessage(crossing, target);
  if (wrongRoom !== undefined || target.packageName === undefined) return wrongRoom;
  if (crossing.project.room === 'outside') return undefined;
  return `a path into another package; import '${target.packageName}' instead`;
}

function roomMessage({ project, reference }: Crossing, target: Project): string | undefined {
  if (allowedRooms[project.room].includes(target.room)) return undefined;
  if (reference.typeOnly && allowedForTypes[project.room]?.includes(target.room)) return undefined;
  const allowed = allowedRooms[project.room];
  const list = allowed.length === 0 ? 'nothing of the workspace' : `only ${allowed.join(', ')}`;
  return `${project.root} (${project.room}) may import ${list}, and ${target.root} is ${target.room}`;
}

function entryMessage({ project, reference }: Crossing): string | undefined {
  const rooms = restrictedEntries[reference.specifier];
  return rooms === undefined || rooms.includes(project.room) ? undefined : `this entry is for ${rooms.join(', ')} only`;
}

function innerMessages(file: string, reference: ImportReference): readonly string[] {
  return innerRules
    .filter(
      (rule) =>
        file.startsWith(`${rule.folder}/`) &&
        !file.endsWith('.test.ts') &&
        rule.forbidden.test(reference.specifier) &&
        !(reference.typeOnly && rule.typesAllowed),
    )
    .map((rule) => rule.reason);
}

function isWithinPackage(specifier: string, packageName: string | undefined): boolean {
  return packageName !== undefined && (specifier === packageName || specifier.startsWith(`${packageName}/`));
}
