import type { MockState } from '../api/services.ts';

const longestDelay = 60_000;

/** What a page sent, as a way to answer; a text says what is wrong with it. */
export function readMockState(given: unknown): MockState | string {
  if (typeof given !== 'object' || given === null || !('mode' in given)) return 'mode is missing';
  const { mode, example, status, delayMilliseconds, failShare } = given as Readonly<Record<string, unknown>>;
  switch (mode) {
    case 'handler':
    case 'contract':
      return { mode };
    case 'example':
    case 'generated':
      if (!isOptionalText(status) || !isOptionalText(example)) return 'example and status have to be strings';
      if (status !== undefined && !/^(?:[1-5](?:\d\d|XX)|default)$/.test(status)) return 'status names no response';
      return {
        mode,
        ...(mode === 'example' && example !== undefined && { example }),
        ...(status !== undefined && { status }),
      };
    case 'chaos':
      if (!isWithin(delayMilliseconds, 0, longestDelay)) return `delayMilliseconds goes from 0 to ${longestDelay}`;
      if (!isWithin(failShare, 0, 1)) return 'failShare goes from 0 to 1';
      if (!isWithin(status, 400, 599) || !Number.isInteger(status)) return 'status is a code from 400 to 599';
      return { mode, delayMilliseconds, failShare, status };
    default:
      return 'mode has to be handler, contract, example, generated or chaos';
  }
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function isWithin(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}
