/** Where something stands in a text. */
export interface TextPlace {
  readonly start: number;
  readonly end: number;
}

export type ParsedJson =
  | {
      readonly value: unknown;
      /** Values by JSON pointer. */
      readonly places: ReadonlyMap<string, TextPlace>;
      /** Some number cannot be held without loss: the text says more than the value. */
      readonly lossy: boolean;
    }
  | { readonly problem: JsonProblem };

export interface JsonProblem {
  readonly message: string;
  readonly offset: number;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

const MAXIMUM_DEPTH = 500;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/** Parses JSON and remembers where each value stands; says where the first mistake is, in the same words in every browser. */
export function parseJsonText(text: string): ParsedJson {
  const reader = new JsonReader(text);
  try {
    const value = reader.readDocument();
    return { value, places: reader.places, lossy: reader.lossy };
  } catch (cause) {
    if (!(cause instanceof JsonSyntaxError)) throw cause;
    return { problem: { message: cause.message, offset: cause.offset, ...lineOf(text, cause.offset) } };
  }
}

/** Line and column from 1. */
export function lineOf(text: string, offset: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset);
  const start = before.lastIndexOf('\n') + 1;
  return { line: before.split('\n').length, column: offset - start + 1 };
}

/** A number of JSON is no infinite and no other one when a page reads it. */
export function isHeld(number: string): boolean {
  const value = Number(number);
  return /^-?\d+$/.test(number) ? Number.isSafeInteger(value) : Number.isFinite(value);
}

class JsonSyntaxError extends SyntaxError {
  override readonly name = 'JsonSyntaxError';
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class JsonReader {
  readonly places = new Map<string, TextPlace>();
  lossy = false;
  private at = 0;
  private readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  readDocument(): unknown {
    const value = this.readValue('', 0);
    this.skipSpace();
    if (this.at < this.text.length) this.fail('Nothing may follow the value');
    return value;
  }

  private readValue(pointer: string, depth: number): unknown {
    this.skipSpace();
    if (depth > MAXIMUM_DEPTH) this.fail(`Deeper than ${MAXIMUM_DEPTH} levels`);
    const start = this.at;
    const value = this.readBare(pointer, depth);
    this.places.set(pointer, { start, end: this.at });
    return value;
  }

  private readBare(pointer: string, depth: number): unknown {
    const next = this.text[this.at];
    if (next === '{') return this.readObject(pointer, depth);
    if (next === '[') return this.readArray(pointer, depth);
    if (next === '"') return this.readString();
    for (const [word, value] of WORDS) {
      if (!this.text.startsWith(word, this.at)) continue;
      this.at += word.length;
      return value;
    }
    return this.readNumber();
  }

  private readObject(pointer: string, depth: number): Record<string, unknown> {
    const entries: [string, unknown][] = [];
    this.at += 1;
    this.skipSpace();
    if (this.take('}')) return {};
    do {
      this.skipSpace();
      if (this.text[this.at] !== '"')
        this.fail(entries.length > 0 ? 'A property name has to follow the comma' : 'A property name or } is missing');
      const name = this.readString();
      this.skipSpace();
      if (!this.take(':')) this.fail(`A colon is missing after "${name}"`);
      const segment = name.replaceAll('~', '~0').replaceAll('/', '~1');
      entries.push([name, this.readValue(`${pointer}/${segment}`, depth + 1)]);
      this.skipSpace();
    } while (this.take(','));
    if (!this.take('}')) this.fail('A comma or } is missing');
    return Object.fromEntries(entries);
  }

  private readArray(pointer: string, depth: number): readonly unknown[] {
    const items: unknown[] = [];
    this.at += 1;
    this.skipSpace();
    if (this.take(']')) return items;
    do {
      items.push(this.readValue(`${pointer}/${items.length}`, depth + 1));
      this.skipSpace();
    } while (this.take(','));
    if (!this.take(']')) this.fail('A comma or ] is missing');
    return items;
  }

  private readString(): string {
    STRING.lastIndex = this.at;
    const found = STRING.exec(this.text)?.[0];
    if (found === undefined) this.failInString();
    this.at += found.length;
    // As matched it is JSON, so what comes out is text.
    return JSON.parse(found) as string;
  }

  private failInString(): never {
    let at = this.at + 1;
    while (at < this.text.length) {
      const unit = this.text[at] ?? '';
      if (unit < ' ')
        this.fail(unit === '\n' ? 'The text is not closed on its line' : 'A control character has to be escaped', at);
      if (unit === '\\' && !/^\\(["\\/bfnrt]|u[0-9a-fA-F]{4})/.test(this.text.slice(at, at + 6)))
        this.fail('There is no such escape', at);
      at += unit === '\\' ? 2 : 1;
    }
    this.fail('The text is not closed', this.text.length);
  }

  private readNumber(): number {
    NUMBER.lastIndex = this.at;
    const found = NUMBER.exec(this.text)?.[0];
    if (found === undefined) this.fail(this.at >= this.text.length ? 'A value is missing' : 'This is no JSON value');
    this.at += found.length;
    if (!isHeld(found)) this.lossy = true;
    return Number(found);
  }

  private take(unit: string): boolean {
    if (this.text[this.at] !== unit) return false;
    this.at += 1;
    return true;
  }

  private skipSpace(): void {
    while (/[ \t\n\r]/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private fail(message: string, offset = this.at): never {
    throw new JsonSyntaxError(message, offset);
  }
}
