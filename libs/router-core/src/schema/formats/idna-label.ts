import { isBidiLabel, isRightToLeft } from './idna-direction.ts';
import { decodePunycode, encodePunycode } from './punycode.ts';

const longestLabel = 63;

/**
 * Whether all labels of a domain are what IDNA 2008 allows (RFC 5891 §5.4), as U-labels or A-labels. Derived from the
 * properties that the engine's Unicode has (RFC 5892 §3); joining types are those of the scripts that join.
 */
export function areIdnaLabels(labels: readonly string[]): boolean {
  const unicode = labels.map(toUnicode);
  const isBidi = unicode.some((label) => label !== undefined && isRightToLeft(label));
  return unicode.every((label) => label !== undefined && isLabel(label) && (!isBidi || isBidiLabel(label)));
}

/** A label as Unicode; undefined for an A-label that is none, or whose U-label would be another one. */
function toUnicode(label: string): string | undefined {
  if (!/^xn--/i.test(label)) {
    const isShort = isAscii(label) ? label.length <= longestLabel : encodePunycode(label).length + 4 <= longestLabel;
    return isShort && label.slice(2, 4) !== '--' ? label : undefined;
  }
  const decoded = label.length <= longestLabel ? decodePunycode(label.slice(4).toLowerCase()) : undefined;
  if (decoded === undefined || isAscii(decoded)) return undefined;
  return encodePunycode(decoded) === label.slice(4).toLowerCase() && decoded.slice(2, 4) !== '--' ? decoded : undefined;
}

function isAscii(text: string): boolean {
  return !/[^\p{ASCII}]/u.test(text);
}

function isLabel(label: string): boolean {
  if (label === '' || label.startsWith('-') || label.endsWith('-') || /^\p{M}/u.test(label)) return false;
  if (label.normalize('NFC') !== label) return false;
  const characters = [...label];
  return characters.every((character, index) => {
    const rule = Object.hasOwn(contextRules, character) ? contextRules[character] : contextOfDigit(character);
    return rule === undefined ? isPermitted(character) : rule(characters, index);
  });
}

// RFC 5892 §2.6
const permittedExceptions = /^[\u00df\u03c2\u06fd\u06fe\u0f0b\u3007]$/;
const forbiddenExceptions = /^[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]$/;
// RFC 5892 §2.9: Hangul_Syllable_Type L, V, T. §2.4: Ignorable blocks.
const forbiddenBlocks = [
  [0x1100, 0x11ff],
  [0xa960, 0xa97f],
  [0xd7b0, 0xd7ff],
  [0x20d0, 0x20ff],
  [0x1d100, 0x1d24f],
] as const;
const ignorable = /^[\p{Default_Ignorable_Code_Point}\p{White_Space}\p{Noncharacter_Code_Point}]$/u;
const letterOrDigit = /^[\p{Ll}\p{Lu}\p{Lo}\p{Nd}\p{Lm}\p{Mn}\p{Mc}]$/u;

/** PVALID (RFC 5892 §3). */
function isPermitted(character: string): boolean {
  if (/^[a-z0-9-]$/i.test(character) || permittedExceptions.test(character)) return true;
  if (forbiddenExceptions.test(character) || ignorable.test(character)) return false;
  const code = character.codePointAt(0) ?? 0;
  if (forbiddenBlocks.some(([first, last]) => code >= first && code <= last)) return false;
  const isStable = character.normalize('NFKC').toLowerCase().normalize('NFKC') === character;
  return isStable && letterOrDigit.test(character);
}

type ContextRule = (label: readonly string[], index: number) => boolean;

// Canonical_Combining_Class 9
const virama =
  /^[\u094d\u09cd\u0a4d\u0acd\u0b4d\u0bcd\u0c4d\u0ccd\u0d3b\u0d3c\u0d4d\u0dca\u0e3a\u0eba\u0f84\u1039\u103a\u1714\u1715\u1734\u17d2\u1a60\u1b44\u1baa\u1bab\u1bf2\u1bf3\u2d7f\ua806\ua82c\ua8c4\ua953\ua9c0\uaaf6\uabed\u{10a3f}\u{11046}\u{11070}\u{1107f}\u{110b9}\u{11133}\u{11134}\u{111c0}\u{11235}\u{112ea}\u{1134d}\u{11442}\u{114c2}\u{115bf}\u{1163f}\u{116b6}\u{1172b}\u{11839}\u{1193d}\u{1193e}\u{119e0}\u{11a34}\u{11a47}\u{11a99}\u{11c3f}\u{11d44}\u{11d45}\u{11d97}\u{11f41}\u{11f42}]$/u;
const joins =
  /^[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Mandaic}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Phags_Pa}\p{Script=Manichaean}\p{Script=Psalter_Pahlavi}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Sogdian}\p{Script=Chorasmian}]$/u;

const isAfterVirama: ContextRule = (label, index) => virama.test(label[index - 1] ?? '');
const isAfterHebrew: ContextRule = (label, index) => /^\p{Script=Hebrew}$/u.test(label[index - 1] ?? '');

/** RFC 5892 appendix A, by character. */
const contextRules: Readonly<Record<string, ContextRule>> = {
  '\u200c': (label, index) =>
    isAfterVirama(label, index) || (joins.test(label[index - 1] ?? '') && joins.test(label[index + 1] ?? '')),
  '\u200d': isAfterVirama,
  '\u00b7': (label, index) => label[index - 1] === 'l' && label[index + 1] === 'l',
  '\u0375': (label, index) => /^\p{Script=Greek}$/u.test(label[index + 1] ?? ''),
  '\u05f3': isAfterHebrew,
  '\u05f4': isAfterHebrew,
  '\u30fb': (label) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u.test(label.join('')),
};

/** Arabic-Indic digits and extended ones do not meet in one label. */
function contextOfDigit(character: string): ContextRule | undefined {
  if (/^[\u0660-\u0669]$/.test(character)) return (label) => !/[\u06f0-\u06f9]/.test(label.join(''));
  if (/^[\u06f0-\u06f9]$/.test(character)) return (label) => !/[\u0660-\u0669]/.test(label.join(''));
  return undefined;
}
