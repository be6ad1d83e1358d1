import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { layerOf } from '../plugin/layer-of.ts';
import type { Room } from './layer-rules.ts';

/** A folder whose files form one unit for the layer rules. */
export interface Project {
  /** Relative to the workspace, `/` between segments. */
  readonly root: string;
  readonly room: Room;
  /** Name in its `package.json`; apps have none. */
  readonly packageName: string | undefined;
}

const groups = ['apps', 'libs', 'packages', 'tools'];
const outsideFolders = ['bench', 'corpus', 'e2e'];
const skippedFolders = new Set(['node_modules', 'dist', 'testdata', 'coverage', 'tmp']);
const codeFile = /\.[cm]?[jt]s$/;

/** Every project of a workspace, sorted by folder. */
export function readProjects(workspaceRoot: string): readonly Project[] {
  const inGroups = groups.flatMap((group) => readFolders(workspaceRoot, group).map((name) => `${group}/${name}`));
  const outside = outsideFolders.filter((folder) => existsSync(join(workspaceRoot, folder)));
  return [
    ...inGroups.map((root) => projectOf(root, readPackageName(workspaceRoot, root))),
    ...outside.map((root) => ({ root, room: 'outside' as const, packageName: undefined })),
  ];
}

// Who has a `libs/security` of his own has nothing to do with the room of that name here.
function projectOf(root: string, packageName: string | undefined): Project {
  const isForeign = root.startsWith('libs/') && packageName?.startsWith('@brrt/') !== true;
  return { root, packageName, room: isForeign ? 'library' : layerOf(root) };
}

/** Code files of one folder, relative to the workspace, sorted. */
export function readCodeFiles(workspaceRoot: string, folder: string): readonly string[] {
  return readdirSync(join(workspaceRoot, folder), { withFileTypes: true })
    .sort((left, right) => (left.name < right.name ? -1 : 1))
    .flatMap((entry) => {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) return skippedFolders.has(entry.name) ? [] : readCodeFiles(workspaceRoot, path);
      return codeFile.test(entry.name) ? [path] : [];
    });
}

function readFolders(workspaceRoot: string, group: string): readonly string[] {
  const folder = join(workspaceRoot, group);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
}

function readPackageName(workspaceRoot: string, root: string): string | undefined {
  const file = join(workspaceRoot, root, 'package.json');
  if (!existsSync(file)) return undefined;
  const manifest: unknown = JSON.parse(readFileSync(file, 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'name' in manifest ? String(manifest.name) : undefined;
}
