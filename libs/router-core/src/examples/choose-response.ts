import type { Operation, Response } from '@brrt/service-model';
import { mayHaveContent } from '../body/index.ts';

/** A response of the contract and the status code to send it with. */
export interface ChosenResponse {
  readonly response: Response;
  readonly status: number;
}

/**
 * The response for a status code: exact, then its range, then `default` (OpenAPI 3.1 §4.8.16). Without one the lowest
 * declared 2xx, then `2XX` and `default` as 200, then the lowest that is declared.
 */
export function chooseResponse(operation: Operation, code: number | undefined): ChosenResponse | undefined {
  const byStatus = new Map(operation.responses.map((response) => [response.status, response]));
  if (code !== undefined) {
    const range = byStatus.get(`${Math.trunc(code / 100)}XX`) ?? byStatus.get('default');
    const response = byStatus.get(String(code)) ?? (fits(range, code) ? range : undefined);
    // RFC 7240 §2: a preference that cannot be met is ignored.
    if (response !== undefined) return { response, status: code };
  }
  const exact = operation.responses.filter(({ status }) => /^[2-5][0-9]{2}$/.test(status)).sort(byNumber);
  const success = exact.find(({ status }) => status.startsWith('2'));
  if (success !== undefined) return { response: success, status: Number(success.status) };
  const open = byStatus.get('2XX') ?? byStatus.get('default');
  if (open !== undefined) return { response: open, status: 200 };
  const [lowest] = exact;
  return lowest && { response: lowest, status: Number(lowest.status) };
}

function fits(range: Response | undefined, code: number): boolean {
  return range?.content.length === 0 || mayHaveContent(code);
}

function byNumber(one: Response, other: Response): number {
  return Number(one.status) - Number(other.status);
}
