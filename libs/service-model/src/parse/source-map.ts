import type { SourceLocation } from '../diagnostic.ts';
import { escapePointerToken } from './json-pointer.ts';
import type { LineIndex } from './line-index.ts';

/** A text that was read, with what is needed to name places in it. */
export interface TextFile {
  readonly path: string;
  /** Where relative references in it start from, when that is not its own path: an overlay belongs to its contract. */
  readonly base?: string;
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

/** A field of a container that was read from a text. */
export interface FieldPlace {
  readonly origin: Origin;
  readonly key: string;
}

/** The way back from any object or array of a document, or one made of it, to its place in the text. */
export interface SourceMap {
  record(container: object, origin: Origin): void;
  /** Gives `made` the place of `source`; returns `made`. */
  inherit<T>(made: T, source: object): T;
  /** Lets `made` stand where `source` stood, with the places of the fields that came from elsewhere; returns `made`. */
  replace<T extends object>(made: T, source: object, moved: ReadonlyMap<string, FieldPlace>): T;
  originOf(container: object): Origin | undefined;
  fieldOf(container: object, key: string): FieldPlace | undefined;
  /** The fields that do not stand in the text of their container. */
  movedFields(container: object): ReadonlyMap<string, FieldPlace>;
  /** The container object that stands at an origin, as it was read. */
  containerOf(origin: Origin): object | undefined;
  locate(container: object, key?: string): SourceLocation;
}

export function createSourceMap(): SourceMap {
  const origins = new WeakMap<object, Origin>();
  const containers = new WeakMap<Origin, object>();
  const moves = new WeakMap<object, ReadonlyMap<string, FieldPlace>>();
  const fieldOf = (container: object, key: string): FieldPlace | undefined => {
    const moved = moves.get(container)?.get(key);
    if (moved !== undefined) return moved;
    const origin = origins.get(container);
    return origin?.offsets().has(key) === true ? { origin, key } : undefined;
  };
  return {
    record(container, origin) {
      origins.set(container, origin);
      containers.set(origin, container);
    },
    inherit(made, source) {
      const origin = origins.get(source);
      if (origin === undefined || typeof made !== 'object' || made === null) return made;
      origins.set(made, origin);
      const moved = moves.get(source);
      if (moved !== undefined) moves.set(made, moved);
      return made;
    },
    replace(made, source, moved) {
      const origin = origins.get(source);
      if (origin === undefined) return made;
      origins.set(made, origin);
      containers.set(origin, made);
      if (moved.size > 0) moves.set(made, moved);
      return made;
    },
    fieldOf,
    movedFields: (container) => moves.get(container) ?? nothingMoved,
    originOf: (container) => origins.get(container),
    containerOf: (origin) => containers.get(origin),
    locate(container, key) {
      const field = key === undefined ? undefined : fieldOf(container, key);
      if (field !== undefined) return locateField(field);
      const origin = origins.get(container);
      return origin === undefined ? { file: '', line: 1, column: 1, pointer: '' } : locateOrigin(origin);
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

const nothingMoved: ReadonlyMap<string, FieldPlace> = new Map();

function locateField({ origin, key }: FieldPlace): SourceLocation {
  const offset = origin.offsets().get(key) ?? origin.offset;
  return locateOffset(origin.file, offset, `${pointerOf(origin)}/${escapePointerToken(key)}`);
}

function locateOrigin(origin: Origin): SourceLocation {
  const own = origin.parent?.offsets().get(origin.key) ?? origin.offset;
  return locateOffset(origin.file, own, pointerOf(origin));
}
