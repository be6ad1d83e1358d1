const rightToLeft =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\p{Script=Samaritan}\p{Script=Mandaic}\p{Script=Adlam}\p{Script=Hanifi_Rohingya}\p{Script=Cypriot}\p{Script=Imperial_Aramaic}\p{Script=Palmyrene}\p{Script=Nabataean}\p{Script=Hatran}\p{Script=Phoenician}\p{Script=Lydian}\p{Script=Kharoshthi}\p{Script=Old_South_Arabian}\p{Script=Old_North_Arabian}\p{Script=Manichaean}\p{Script=Avestan}\p{Script=Inscriptional_Parthian}\p{Script=Inscriptional_Pahlavi}\p{Script=Psalter_Pahlavi}\p{Script=Old_Turkic}\p{Script=Old_Hungarian}\p{Script=Yezidi}\p{Script=Old_Sogdian}\p{Script=Sogdian}\p{Script=Chorasmian}\p{Script=Elymaic}\p{Script=Mende_Kikakui}]/u;

type Direction = 'L' | 'R' | 'AN' | 'EN' | 'NSM' | 'other';

/** Whether a label has a character that is written from right to left, or an Arabic digit (RFC 5893 §1.4). */
export function isRightToLeft(label: string): boolean {
  return [...label].some((character) => ['R', 'AN'].includes(directionOf(character)));
}

/** The Bidi rule (RFC 5893 §2), by the directions of scripts. */
export function isBidiLabel(label: string): boolean {
  const directions = [...label].map(directionOf);
  const last = directions.findLast((direction) => direction !== 'NSM');
  const has = (direction: Direction): boolean => directions.includes(direction);
  if (directions[0] === 'R') {
    return !has('L') && (last === 'R' || last === 'EN' || last === 'AN') && !(has('EN') && has('AN'));
  }
  return directions[0] === 'L' && !has('R') && !has('AN') && (last === 'L' || last === 'EN');
}

function directionOf(character: string): Direction {
  if (/^[\u0660-\u0669\u066b\u066c\u06dd]$/.test(character)) return 'AN';
  if (/^[0-9\u06f0-\u06f9]$/.test(character)) return 'EN';
  if (/^\p{Mn}$/u.test(character)) return 'NSM';
  if (rightToLeft.test(character)) return 'R';
  return /^[\p{L}\p{Mc}]$/u.test(character) ? 'L' : 'other';
}
