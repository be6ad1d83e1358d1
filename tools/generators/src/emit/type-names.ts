import type { Direction } from './directional-schemas.ts';

/** How the types of schemas are called. */
export interface TypeNames {
  /** An identifier, never the same for two types. */
  of(schemaName: string, direction: Direction): string;
  /** Schemas whose type is not called as one would expect, because the name is taken or means something in TypeScript. */
  readonly changed: readonly ChangedTypeName[];
}

export interface ChangedTypeName {
  readonly schema: string;
  readonly type: string;
}

/**
 * A schema that is called like an identifier has its type under that very name; others get one made of their words,
 * with a number where it is taken. `differing` schemas have a second type for what is received. `taken`: what the file
 * declares itself.
 */
export function typeNames(
  schemaNames: readonly string[],
  differing: ReadonlySet<string>,
  taken: ReadonlySet<string> = new Set(),
): TypeNames {
  const used = new Set(taken);
  const sent = new Map<string, string>();
  // Names that are identifiers come first, so that no made one takes theirs.
  for (const wantsPlain of [true, false]) {
    for (const schema of schemaNames) {
      const isPlain = isTypeName(schema) && !taken.has(schema);
      if (isPlain === wantsPlain) sent.set(schema, claim(isPlain ? schema : identifierFrom(schema), used));
    }
  }
  const received = new Map(
    schemaNames
      .filter((schema) => differing.has(schema))
      .map((schema) => [schema, claim(`${sent.get(schema)}Input`, used)] as const),
  );
  const changed = [...sent].flatMap(([schema, type]) =>
    type === schema || type === wordsOf(schema) ? [] : [{ schema, type }],
  );
  const named = (schema: string, names: ReadonlyMap<string, string>): string | undefined => names.get(schema);
  return {
    of: (schema, direction) =>
      (direction === 'request' ? named(schema, received) : undefined) ?? named(schema, sent) ?? identifierFrom(schema),
    changed: [
      ...changed,
      ...[...received].flatMap(([schema, type]) => (type === `${sent.get(schema)}Input` ? [] : [{ schema, type }])),
    ],
  };
}

/** A name that a type can be declared under. */
function isTypeName(name: string): boolean {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name) && !reserved.has(name);
}

/** `simple-user` → `SimpleUser`, `404` → `Schema404`, `string` → `stringSchema`. */
function identifierFrom(name: string): string {
  const words = wordsOf(name);
  if (words === '') return 'Schema';
  if (!/^[\p{ID_Start}$_]/u.test(words)) return `Schema${words}`;
  return reserved.has(words) ? `${words}Schema` : words;
}

function wordsOf(name: string): string {
  if (isTypeName(name) || reserved.has(name)) return name;
  const words = name.split(/[^\p{ID_Continue}$]+/u).filter((word) => word !== '');
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function claim(wanted: string, used: Set<string>): string {
  let name = wanted;
  for (let count = 2; used.has(name); count += 1) name = `${wanted}${count}`;
  used.add(name);
  return name;
}

// Not to be had as names of types, or only where nothing else in the language is meant by them.
const reserved: ReadonlySet<string> = new Set(
  `any unknown never string number boolean bigint symbol object undefined null void await yield let static async asserts
  infer is keyof break case catch class const continue debugger default delete do else enum export extends false finally for
  function if import in instanceof new return super switch this throw true try typeof var while with implements interface
  package private protected public arguments eval intrinsic unique readonly type of as abstract declare module namespace
  global require satisfies out accessor using defer constructor`.split(/\s+/),
);
