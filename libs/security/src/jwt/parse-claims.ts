/** A JSON object without prototype, nested ones too. */
export type Claims = Readonly<Record<string, unknown>>;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * One part of a compact JWS as a JSON object. Undefined when it is anything else, when the base64url is not the canonical one
 * (RFC 7515 §2, RFC 4648 §3.5), or when any object in it names a member twice (RFC 7515 §4, RFC 7519 §4).
 */
export function parseClaims(part: string): Claims | undefined {
  const bytes = Buffer.from(part, 'base64url');
  if (bytes.toString('base64url') !== part) return undefined;
  try {
    const text = utf8.decode(bytes);
    const value: unknown = JSON.parse(text, withoutPrototype);
    return isObject(value) && memberCount(value) === memberCountOfText(text) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The same value whose objects have no prototype. */
export function withoutPrototypes(value: Readonly<Record<string, unknown>>): Claims {
  return JSON.parse(JSON.stringify(value), withoutPrototype);
}

function withoutPrototype(_key: string, value: unknown): unknown {
  return isObject(value) ? Object.assign(Object.create(null), value) : value;
}

function isObject(value: unknown): value is Claims {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function memberCount(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const values: unknown[] = Object.values(value);
  return values.reduce((sum: number, each) => sum + memberCount(each), Array.isArray(value) ? 0 : values.length);
}

// In JSON that parses, each colon outside a string belongs to one member: fewer members than colons means one was named twice.
function memberCountOfText(json: string): number {
  let count = 0;
  let inString = false;
  for (let index = 0; index < json.length; index++) {
    const character = json[index];
    if (character === '\\') index++;
    else if (character === '"') inString = !inString;
    else if (character === ':' && !inString) count++;
  }
  return count;
}
