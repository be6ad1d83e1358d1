import { type Dirent, existsSync, type FSWatcher, readdirSync, realpathSync, statSync, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';

export interface WatchOptions {
  /** Absolute; watched with everything below. */
  readonly folders: readonly string[];
  /** Which files count, by absolute path, also of those beside the folders and beside followed files; followed files always do. */
  readonly isOfInterest: (path: string) => boolean;
  /** Changes within this time come as one. */
  readonly quietMilliseconds: number;
  /** A file that is there while somebody writes many others; undefined: nobody does. */
  readonly lock?: string | undefined;
  readonly onChange: (paths: readonly string[]) => void;
}

/** Eyes on files until `stop`. */
export interface FolderWatch {
  /** Files that count wherever they lie, also before they are there; in the place of those given before. */
  follow(files: readonly string[]): void;
  /** Something was saved that `onChange` has not been told. */
  isPending(): boolean;
  stop(): void;
}

const skippedFolders = new Set(['node_modules', 'dist', 'coverage']);

/** How long a file that is gone or empty is taken for one that is just being replaced. */
const replacedMilliseconds = 400;
/** A lock that stays for so long was left behind. */
const lockedMilliseconds = 5_000;

/**
 * Reports changed, new and removed files, in batches.
 * One watcher for each folder: Node's `recursive` takes one for each file on Linux and loses files that editors replace.
 */
export function watchFolders(options: WatchOptions): FolderWatch {
  const watching = new Watching(options);
  return {
    follow: (files) => watching.follow(files),
    isPending: () => watching.isPending,
    stop: () => watching.stop(),
  };
}

class Watching {
  readonly #options: WatchOptions;
  readonly #watchers = new Map<string, FSWatcher>();
  readonly #changed = new Set<string>();
  /** By where they lie, also behind symbolic links: as they were given. */
  #followed: ReadonlyMap<string, string> = new Map();
  #timer: NodeJS.Timeout | undefined = undefined;
  #changedSince = 0;
  #notes = 0;
  #isStopped = false;

  constructor(options: WatchOptions) {
    this.#options = options;
    for (const folder of options.folders) {
      this.#addTree(folder);
      // Where it is made anew when it is replaced.
      this.#add(dirname(folder));
    }
  }

  get isPending(): boolean {
    return this.#changed.size > 0;
  }

  follow(files: readonly string[]): void {
    const places = [
      ...files.map((file) => [realPath(file), file] as const),
      ...files.map((file) => [file, file] as const),
    ];
    this.#followed = new Map(places);
    for (const file of this.#followed.keys()) this.#add(nearestFolder(file));
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers.values()) watcher.close();
  }

  #note(path: string): void {
    const followed = this.#followed.get(path);
    if (followed === undefined && (isOfEditor(path) || !this.#options.isOfInterest(path))) return;
    if (this.#changed.size === 0) this.#changedSince = performance.now();
    this.#changed.add(followed ?? path);
    this.#notes += 1;
    this.#wait();
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      // What was saved while this process was busy comes first.
      const before = this.#notes;
      setImmediate(() => {
        if (before === this.#notes && !this.#isStopped) this.#flush();
      });
    }, this.#options.quietMilliseconds);
  }

  /** Who replaces a file may remove it first, or empty it and write on a moment later. */
  #flush(): void {
    const paths = [...this.#changed].sort();
    const waited = performance.now() - this.#changedSince;
    const isReplaced = waited < replacedMilliseconds && paths.some(isMissingOrEmpty);
    const { lock } = this.#options;
    if (isReplaced || (lock !== undefined && waited < lockedMilliseconds && existsSync(lock))) this.#wait();
    else {
      this.#changed.clear();
      this.#options.onChange(paths);
    }
  }

  #isInside(path: string): boolean {
    return this.#options.folders.some((folder) => path.startsWith(join(folder, '/')));
  }

  #isTree(folder: string): boolean {
    return this.#options.folders.includes(folder) || (this.#isInside(folder) && isWatchedName(basename(folder)));
  }

  /** A folder alone. Whoever was there before may have been another folder of this name. */
  #add(folder: string): void {
    if (this.#isStopped || this.#watchers.has(folder) || !isFolder(folder)) return;
    try {
      const watcher = watch(folder, (event, name) => {
        if (name !== null) this.#happened(event, join(folder, name));
      });
      this.#watchers.set(
        folder,
        watcher.on('error', () => this.#remove(folder)),
      );
    } catch {
      // It is gone again: who is above it says when it comes.
    }
  }

  #remove(folder: string): void {
    this.#watchers.get(folder)?.close();
    this.#watchers.delete(folder);
  }

  #addTree(folder: string): void {
    this.#remove(folder);
    this.#add(folder);
    for (const entry of readEntries(folder)) {
      if (entry.isDirectory() && isWatchedName(entry.name)) this.#addTree(join(folder, entry.name));
    }
  }

  #happened(event: string, path: string): void {
    this.#note(path);
    if (event !== 'rename') return;
    const leadsTo = [...this.#followed.keys()].filter((file) => file.startsWith(join(path, '/')));
    if (!this.#isTree(path) && leadsTo.length === 0 && !this.#watchers.has(path)) return;
    this.#remove(path);
    if (this.#isTree(path)) this.#addTree(path);
    for (const file of leadsTo) {
      this.#add(nearestFolder(file));
      this.#note(file);
    }
    // What was in it before it was watched.
    for (const file of readFiles(path)) this.#note(file);
  }
}

/** What editors keep beside a file while they write it. */
function isOfEditor(path: string): boolean {
  return /^[.#]|[~#]$/.test(basename(path));
}

function isWatchedName(name: string): boolean {
  return !name.startsWith('.') && !skippedFolders.has(name);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isMissingOrEmpty(path: string): boolean {
  return (statSync(path, { throwIfNoEntry: false })?.size ?? 0) === 0;
}

/** The path itself when it leads to nothing. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** Of the folders above a file, the first that is there. */
function nearestFolder(file: string): string {
  const folder = dirname(file);
  return folder === file || statSync(folder, { throwIfNoEntry: false }) !== undefined ? folder : nearestFolder(folder);
}

/** Of a folder and of those below it. */
function readFiles(folder: string): readonly string[] {
  return readEntries(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!entry.isDirectory()) return [path];
    return isWatchedName(entry.name) ? readFiles(path) : [];
  });
}

/** None when it is no folder, or no longer there. */
function readEntries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}
