import type { SourceLocation } from '../diagnostic.ts';
import { escapePointerToken } from './json-pointer.ts';
import type { LineIndex } from './line-index.ts';

/** A text that was read, with what is needed to name places in it. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
}

/** Where an object or array of a document was written. */
export interface Origin {
  readonly file: TextFile;
  readonly parent: Origin | undefined;
  /** Key or index within `parent`; '' for the root. */
  readonly key: string;
  readonly offset: number;
  /** Offsets of the keys (object) or items (array). */
  readonly offsets: () => ReadonlyMap<string, number>;
}

/** The way back from any object or array of a document, or one made of it, to its place in the text. */
export interface SourceMap {
  record(container: object, origin: Origin): void;
  /** Gives `made` the place of `source`; returns `made`. */
  inherit<T>(made: T, source: object): T;
  originOf(container: object): Origin | undefined;
  /** The container object that stands at an origin, as it was read. */
  containerOf(origin: Origin): object | undefined;
  locate(container: object, key?: string): SourceLocation;
}

export function createSourceMap(): SourceMap {
  const origins = new WeakMap<object, Origin>();
  const containers = new WeakMap<Origin, object>();
  return {
    record(container, origin) {
      origins.set(container, origin);
      containers.set(origin, container);
    },
    inherit(made, source) {
      const origin = origins.get(source);
      if (origin !== undefined && typeof made === 'object' && made !== null) origins.set(made, origin);
      return made;
    },
    originOf: (container) => origins.get(container),
    containerOf: (origin) => containers.get(origin),
    locate(container, key) {
      const origin = origins.get(container);
      if (origin === undefined) return { file: '', line: 1, column: 1, pointer: '' };
      return locateOrigin(origin, key);
    },
  };
}

/** The place of an offset in a file. */
export function locateOffset(file: TextFile, offset: number, pointer = ''): SourceLocation {
  return { file: file.path, ...file.lines.positionOf(offset), pointer };
}

/** RFC 6901 pointer of an origin within its file. */
export function pointerOf(origin: Origin): string {
  const tokens: string[] = [];
  for (let at: Origin | undefined = origin; at?.parent !== undefined; at = at.parent) {
    tokens.push(escapePointerToken(at.key));
  }
  return tokens.reverse().reduce((pointer, token) => `${pointer}/${token}`, '');
}

function locateOrigin(origin: Origin, key: string | undefined): SourceLocation {
  const offset = key === undefined ? undefined : origin.offsets().get(key);
  if (key !== undefined && offset !== undefined) {
    return locateOffset(origin.file, offset, `${pointerOf(origin)}/${escapePointerToken(key)}`);
  }
  const own = origin.parent?.offsets().get(origin.key) ?? origin.offset;
  return locateOffset(origin.file, own, pointerOf(origin));
}
