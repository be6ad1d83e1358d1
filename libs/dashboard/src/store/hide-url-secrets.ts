import { hidden, isSecretName } from './secret-names.ts';

/** Attributes that hold a URL, or a part of one. */
const urlNames: ReadonlySet<string> = new Set(['url.full', 'url.query', 'url.original', 'http.url', 'http.target']);
/** What signs a URL opens what it leads to. */
const signatures: ReadonlySet<string> = new Set([
  'sig',
  'signature',
  'awsaccesskeyid',
  'x-amz-signature',
  'x-goog-signature',
]);

export function holdsUrl(name: string): boolean {
  return urlNames.has(name);
}

/** `https://user:pw@api.example/pets?api_key=x&limit=5` with neither password nor key. */
export function hideUrlSecrets(url: string): string {
  return url
    .replace(/^([a-z][a-z\d+.-]{0,20}:\/\/)[^/?#@]{1,1024}@/i, `$1${hidden}@`)
    .replaceAll(/(^|[?&;])([^=&#?;]{1,64})=[^&#;]*/g, (whole, lead: string, name: string) =>
      isSecretName(name) || signatures.has(name.toLowerCase()) ? `${lead}${name}=${hidden}` : whole,
    );
}
