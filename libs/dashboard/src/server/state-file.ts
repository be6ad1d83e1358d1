import { randomBytes } from 'node:crypto';
import { lstatSync, mkdirSync, readFileSync, renameSync, rmSync, type Stats, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DashboardError } from '../dashboard-error.ts';
import { createToken } from './secrets.ts';

/** What processes of one workspace tell each other: `.brrt/dashboard.json`, for its owner alone. */
export interface DashboardState {
  /** Kept for as long as the file is, so that an open page stays logged in. */
  readonly token: string;
  /** `http://127.0.0.1:4000`; of the dashboard that ran last. */
  readonly url?: string;
  /** `http://127.0.0.1:4318` */
  readonly otlpUrl?: string;
  readonly pid?: number;
}

const fileName = 'dashboard.json';
const tokenForm = /^[\w-]{43}$/;

/**
 * The state of a workspace, with a new token where there is none yet.
 * @throws DashboardError when somebody else could read or change it
 */
export function openState(folder: string): DashboardState {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  checkOwner(lstatSync(folder), { path: folder, kind: 'folder', forbidden: 0o022 });
  const known = readState(folder);
  if (known !== undefined) return known;
  try {
    write(join(folder, fileName), { token: createToken() }, 'wx');
  } catch (error) {
    // Another process of the workspace was faster.
    if (!isCode(error, 'EEXIST')) throw error;
  }
  const state = readState(folder);
  if (state === undefined) throw new DashboardError(`${join(folder, fileName)} is gone while it is written`);
  return state;
}

/** @throws DashboardError when somebody else could read or change it, or it is no state */
export function readState(folder: string): DashboardState | undefined {
  const path = join(folder, fileName);
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined) return undefined;
  checkOwner(stats, { path, kind: 'file', forbidden: 0o077 });
  return parse(readFileSync(path, 'utf8'), path);
}

/** Replaces the state as a whole: a reader sees the old one or the new one. */
export function writeState(folder: string, state: DashboardState): void {
  const path = join(folder, fileName);
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    write(draft, state, 'wx');
    renameSync(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
}

function write(path: string, state: DashboardState, flag: 'wx'): void {
  writeFileSync(path, `${JSON.stringify(state, null, 2)}\n`, { flag, mode: 0o600 });
}

interface Expected {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** Mode bits that must not be set. */
  readonly forbidden: number;
}

function checkOwner(stats: Stats, { path, kind, forbidden }: Expected): void {
  const refuse = (what: string): never => {
    throw new DashboardError(`${path} ${what}: remove it, it is made anew`);
  };
  if (!(kind === 'file' ? stats.isFile() : stats.isDirectory())) refuse(`is no plain ${kind}`);
  // Windows has neither: there the folder is in the profile of its user.
  if (process.getuid === undefined) return;
  if (stats.uid !== process.getuid()) refuse('belongs to another user');
  if ((stats.mode & forbidden) !== 0) refuse('is open to other users');
}

function parse(text: string, path: string): DashboardState {
  const state = parseObject(text);
  const { token, url, otlpUrl, pid } = state;
  if (typeof token !== 'string' || !tokenForm.test(token)) throw new DashboardError(`${path} has no token: remove it`);
  return {
    token,
    ...(isLoopbackUrl(url) && { url }),
    ...(isLoopbackUrl(otlpUrl) && { otlpUrl }),
    ...(typeof pid === 'number' && { pid }),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function isLoopbackUrl(value: unknown): value is string {
  return typeof value === 'string' && /^http:\/\/127\.0\.0\.1:\d{1,5}$/.test(value);
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
