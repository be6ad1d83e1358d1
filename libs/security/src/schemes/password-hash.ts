import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';

// OWASP's second recommendation for scrypt: N = 2^15, r = 8, p = 3 costs as much as its first with less memory.
const defaults = { ln: 15, r: 8, p: 3 };
const keyLength = 32;
const pattern = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([\w-]+)\$([\w-]+)$/;

/** Password → `$scrypt$ln=15,r=8,p=3$salt$hash`, salt and hash in base64url, for `security.basic` of `config.yaml`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, { ...defaults, length: keyLength });
  const { ln, r, p } = defaults;
  return `$scrypt$ln=${ln},r=${r},p=${p}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** Whether the password belongs to the hash. False for a text that is no hash of `hashPassword`. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = pattern.exec(stored);
  if (match === null) return false;
  const [ln, r, p] = match.slice(1, 4).map(Number);
  const salt = Buffer.from(match[4] ?? '', 'base64url');
  const expected = Buffer.from(match[5] ?? '', 'base64url');
  const key = await derive(password, salt, { ln, r, p, length: expected.length });
  return timingSafeEqual(key, expected);
}

interface Cost {
  readonly ln: number | undefined;
  readonly r: number | undefined;
  readonly p: number | undefined;
  readonly length: number;
}

function derive(password: string, salt: Buffer, { ln = 15, r = 8, p = 1, length }: Cost): Promise<Buffer> {
  const cost = 2 ** ln;
  const options: ScryptOptions = { N: cost, r, p, maxmem: 128 * r * (cost + p + 4) };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error === null ? resolve(key) : reject(error)));
  });
}
