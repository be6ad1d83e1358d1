import type { MockState } from '../api/services.ts';
import { RequestError } from './request-error.ts';

/**
 * How an operation shall answer, as the page sends it.
 * @throws RequestError
 */
export function readMockState(given: object): MockState {
  const fields: Readonly<Record<string, unknown>> = { ...given };
  const { mode } = fields;
  switch (mode) {
    case 'handler':
    case 'contract':
      return { mode };
    case 'example':
      return { mode, ...textOf(fields, 'example'), ...textOf(fields, 'status') };
    case 'generated':
      return { mode, ...textOf(fields, 'status') };
    case 'chaos':
      return {
        mode,
        delayMilliseconds: numberOf(fields, 'delayMilliseconds', [0, 60_000]),
        failShare: numberOf(fields, 'failShare', [0, 1]),
        status: statusOf(fields),
      };
    default:
      throw new RequestError(400, 'mode has to be handler, contract, example, generated or chaos');
  }
}

function textOf<Name extends string>(
  fields: Readonly<Record<string, unknown>>,
  name: Name,
): { readonly [Key in Name]?: string } {
  const value = fields[name];
  if (value === undefined) return {};
  if (typeof value !== 'string' || value.length > 200) throw new RequestError(400, `${name} has to be a short text`);
  return { [name]: value } as { readonly [Key in Name]?: string }; // of this name alone
}

function statusOf(fields: Readonly<Record<string, unknown>>): number {
  const status = numberOf(fields, 'status', [400, 599]);
  if (Number.isInteger(status)) return status;
  throw new RequestError(400, 'status has to be a whole number');
}

function numberOf(
  fields: Readonly<Record<string, unknown>>,
  name: string,
  [least, most]: readonly [number, number],
): number {
  const value = fields[name];
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new RequestError(400, `${name} has to be a number from ${least} to ${most}`);
}
