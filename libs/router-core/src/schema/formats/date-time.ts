import { isDigit, twoDigits } from './characters.ts';

const daysBefore = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** `full-date` (RFC 3339 §5.6): a day that the Gregorian calendar has. */
export function isDate(text: string): boolean {
  return text.length === 10 && isDateAt(text);
}

/**
 * `full-time`. A leap second (`:60`) is accepted where it can occur: at 23:59:60 UTC; which days had one is not known here.
 * The offset is required.
 */
export function isTime(text: string): boolean {
  return isTimeFrom(text, 0);
}

/** `date-time` (RFC 3339 §5.6) with `T`, `t` between date and time; the space of the note in §5.6 is not. */
export function isDateTime(text: string): boolean {
  const separator = text.charCodeAt(10);
  return (separator === 84 || separator === 116) && isDateAt(text) && isTimeFrom(text, 11);
}

/** `time-local`: `partial-time` (RFC 3339 §5.6). Where a leap second can occur depends on the zone, which is not said. */
export function isLocalTime(text: string): boolean {
  return isClockAt(text, 0) && skipFraction(text, 8) === text.length;
}

/** `date-time-local`: `date-time` without an offset. */
export function isLocalDateTime(text: string): boolean {
  const separator = text.charCodeAt(10);
  if ((separator !== 84 && separator !== 116) || !isDateAt(text)) return false;
  return isClockAt(text, 11) && skipFraction(text, 19) === text.length;
}

function isDateAt(text: string): boolean {
  const century = twoDigits(text, 0);
  const yearOfCentury = twoDigits(text, 2);
  if (century < 0 || yearOfCentury < 0) return false;
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return false;
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  if (month < 1 || month > 12 || day < 1) return false;
  if (month === 2 && day === 29) return isLeapYear(century * 100 + yearOfCentury);
  return day <= (daysBefore[month] ?? 0);
}

const isLeapYear = (year: number): boolean => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** `hh:mm:ss`, the last from 00 to 60. */
function isClockAt(text: string, start: number): boolean {
  const hour = twoDigits(text, start);
  const minute = twoDigits(text, start + 3);
  const second = twoDigits(text, start + 6);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60) return false;
  return text.charCodeAt(start + 2) === 58 && text.charCodeAt(start + 5) === 58;
}

function isTimeFrom(text: string, start: number): boolean {
  if (!isClockAt(text, start)) return false;
  const hour = twoDigits(text, start);
  const minute = twoDigits(text, start + 3);
  const second = twoDigits(text, start + 6);
  const zone = skipFraction(text, start + 8);
  if (zone < 0) return false;
  const offset = readOffset(text, zone);
  if (offset === undefined) return false;
  const utcMinute = (((hour * 60 + minute - offset) % 1440) + 1440) % 1440;
  return second < 60 || utcMinute === 1439;
}

/** Position after an optional fraction; -1 for a dot without digits. */
function skipFraction(text: string, start: number): number {
  if (text.charCodeAt(start) !== 46) return start;
  let at = start + 1;
  while (isDigit(text.charCodeAt(at))) at += 1;
  return at === start + 1 ? -1 : at;
}

/** Minutes east of UTC; undefined unless a zone, and nothing else, stands there. */
function readOffset(text: string, start: number): number | undefined {
  const sign = text.charCodeAt(start);
  if (sign === 90 || sign === 122) return text.length === start + 1 ? 0 : undefined;
  if ((sign !== 43 && sign !== 45) || text.length !== start + 6 || text.charCodeAt(start + 3) !== 58) return undefined;
  const hours = twoDigits(text, start + 1);
  const minutes = twoDigits(text, start + 4);
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return undefined;
  return (hours * 60 + minutes) * (sign === 45 ? -1 : 1);
}

const durationPattern = /^P(?!$)(?:(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?|(?:\d+W)?)$/;

/** `duration` (ISO 8601, as RFC 3339 appendix A has it, but units may be left out in between: `P1Y2D`). */
export function isDuration(text: string): boolean {
  return text.length <= 256 && durationPattern.test(text);
}

/** `http-date` (RFC 9110 §5.6.7) in its preferred form: `Sun, 06 Nov 1994 08:49:37 GMT`. */
export function isHttpDate(text: string): boolean {
  if (text.length !== 29) return false;
  const milliseconds = Date.parse(text);
  return !Number.isNaN(milliseconds) && new Date(milliseconds).toUTCString() === text;
}
