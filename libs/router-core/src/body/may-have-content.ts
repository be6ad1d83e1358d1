/** False for 1xx, 204, 205 and 304, whatever a contract declares for them (RFC 9110 §6.4.1, §15.3.5, §15.3.6, §15.4.5). */
export function mayHaveContent(status: number): boolean {
  return status >= 200 && status !== 204 && status !== 205 && status !== 304;
}
