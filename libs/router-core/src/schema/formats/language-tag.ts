import { isAlphanumeric, isDigit, isLetter } from './characters.ts';

/** RFC 5646 §2.1: tags from before the rules, of which all but these fit the rules too. */
const irregular: ReadonlySet<string> = new Set([
  ...['en-gb-oed', 'i-ami', 'i-bnn', 'i-default', 'i-enochian', 'i-hak', 'i-klingon', 'i-lux', 'i-mingo', 'i-navajo'],
  ...['i-pwn', 'i-tao', 'i-tay', 'i-tsu', 'sgn-be-fr', 'sgn-be-nl', 'sgn-ch-de', 'art-lojban', 'cel-gaulish'],
  ...['no-bok', 'no-nyn', 'zh-guoyu', 'zh-hakka', 'zh-min', 'zh-min-nan', 'zh-xiang'],
]);

const longestTag = 255;

/** `language` (RFC 5646 §2.1): well-formed; whether the subtags are registered is not known here. */
export function isLanguageTag(text: string): boolean {
  if (text.length > longestTag) return false;
  const subtags = text.split('-');
  if (!subtags.every((subtag) => subtag.length >= 1 && subtag.length <= 8 && isAll(subtag, isAlphanumeric)))
    return false;
  if (irregular.has(text.toLowerCase())) return true;
  if (isPrivate(subtags[0])) return subtags.length > 1;
  const [language = ''] = subtags;
  if (language.length < 2 || !isAll(language, isLetter)) return false;
  let at = 1;
  // extlang: up to three subtags of three letters behind a short language
  if (language.length <= 3) {
    while (at <= 3 && hasForm(subtags[at], 3, isLetter)) at += 1;
  }
  if (hasForm(subtags[at], 4, isLetter)) at += 1;
  if (hasForm(subtags[at], 2, isLetter) || hasForm(subtags[at], 3, isDigit)) at += 1;
  while (isVariant(subtags[at])) at += 1;
  return areExtensions(subtags, at);
}

function isAll(text: string, allowed: (code: number) => boolean): boolean {
  for (let at = 0; at < text.length; at += 1) if (!allowed(text.charCodeAt(at))) return false;
  return true;
}

function hasForm(subtag: string | undefined, length: number, allowed: (code: number) => boolean): boolean {
  return subtag?.length === length && isAll(subtag, allowed);
}

function isVariant(subtag: string | undefined): boolean {
  if (subtag === undefined || subtag.length < 4) return false;
  return subtag.length > 4 || isDigit(subtag.charCodeAt(0));
}

function isPrivate(subtag: string | undefined): boolean {
  return subtag === 'x' || subtag === 'X';
}

/** Singletons, each with subtags of two characters or more; behind `x` anything. */
function areExtensions(subtags: readonly string[], start: number): boolean {
  const seen = new Set<string>();
  let at = start;
  while (at < subtags.length) {
    const singleton = subtags[at] ?? '';
    if (isPrivate(singleton)) return at + 1 < subtags.length;
    if (singleton.length !== 1 || seen.has(singleton.toLowerCase())) return false;
    seen.add(singleton.toLowerCase());
    const first = at + 1;
    at = first;
    while (at < subtags.length && (subtags[at]?.length ?? 0) > 1) at += 1;
    if (at === first) return false;
  }
  return true;
}
