import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** "BRRT" */
const applicationId = 0x42525254;
const schemaVersion = 1;
const pageBytes = 4_096;

const schema = `
  CREATE TABLE resources (key TEXT PRIMARY KEY, attributes TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE spans (id INTEGER PRIMARY KEY, trace_id TEXT NOT NULL, body TEXT NOT NULL);
  CREATE INDEX spans_by_trace ON spans (trace_id);
  CREATE TABLE logs (sequence INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE rates (
    kind TEXT NOT NULL, first TEXT NOT NULL, second TEXT NOT NULL, at INTEGER NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, first, second, at)
  ) WITHOUT ROWID;
  CREATE TABLE errors (id TEXT PRIMARY KEY, last_seen REAL NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE facts (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;

export interface HistoryFileOptions {
  readonly file: string;
  readonly maximumBytes: number;
  /** Told what a developer should know: that a file was set aside, that another process has it. */
  readonly report: (message: string) => void;
}

/** Opens the file, or makes it; undefined where history cannot be kept, and why has been reported. */
export function openHistoryFile(options: HistoryFileOptions): DatabaseSync | undefined {
  const { file, report } = options;
  try {
    mkdirSync(dirname(file), { recursive: true });
    return open(options) ?? open(options);
  } catch (error) {
    const reason = isBusy(error) ? 'another process has it open' : messageOf(error);
    report(`History is kept in memory alone: ${file} cannot be used, ${reason}`);
    return undefined;
  }
}

/** The file is no database, or one that is damaged. */
export function isCorrupt(error: unknown): boolean {
  return sqliteCode(error) === 11 || sqliteCode(error) === 26;
}

export function isFull(error: unknown): boolean {
  return sqliteCode(error) === 13;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Renames it, so that nothing is lost and a new one can be made. */
export function setAside(file: string, suffix: string): string {
  const aside = `${file}.${suffix}`;
  for (const part of ['', '-wal', '-shm']) {
    rmSync(`${aside}${part}`, { force: true });
    try {
      renameSync(`${file}${part}`, `${aside}${part}`);
    } catch {
      // There is no such part.
    }
  }
  return aside;
}

/** Undefined: the file was set aside, the next try makes a new one. */
function open({ file, maximumBytes, report }: HistoryFileOptions): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 300 });
  try {
    // The lock is held until the file is closed: nobody else writes to it meanwhile.
    database.exec('PRAGMA locking_mode = EXCLUSIVE; PRAGMA auto_vacuum = INCREMENTAL');
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 8388608');
    database.exec(`PRAGMA max_page_count = ${Math.ceil(maximumBytes / pageBytes)}`);
    const version = numberOf(database, 'user_version');
    const isNew = version === 0 && numberOf(database, 'schema_version') === 0;
    if (isNew)
      database.exec(
        `BEGIN; ${schema} PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${schemaVersion}; COMMIT`,
      );
    // A file is of ours, and of this version, or it is left alone.
    if (isNew || (version === schemaVersion && numberOf(database, 'application_id') === applicationId)) return database;
    database.close();
    const aside = setAside(file, version > schemaVersion ? `version-${version}` : 'other');
    report(`${file} was written by another version; it is now ${aside}, and a new one was begun`);
    return undefined;
  } catch (error) {
    if (database.isOpen) database.close();
    if (!isCorrupt(error)) throw error;
    report(`${file} is damaged (${messageOf(error)}); it is now ${setAside(file, 'damaged')}, and a new one was begun`);
    return undefined;
  }
}

function numberOf(database: DatabaseSync, pragma: string): number {
  return Number(Object.values(database.prepare(`PRAGMA ${pragma}`).get() ?? {})[0]);
}

function isBusy(error: unknown): boolean {
  return sqliteCode(error) === 5 || sqliteCode(error) === 6;
}

/** The primary result code; extended ones have more in their upper octets. */
function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}
