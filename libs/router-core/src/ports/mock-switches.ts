/** How an operation answers while somebody tries what its clients make of it. */
export type MockState =
  | { readonly mode: 'handler' }
  /** Its examples, or values of its schemas, as `Prefer` of the request says. */
  | { readonly mode: 'contract' }
  /** @param status as the contract names the response: `404`, `4XX`, `default` */
  | { readonly mode: 'example'; readonly example?: string | undefined; readonly status?: string | undefined }
  | { readonly mode: 'generated'; readonly status?: string | undefined }
  /** As it is written, later and not always: a share of `failShare` (0 to 1) fails with `status`. */
  | {
      readonly mode: 'chaos';
      readonly delayMilliseconds: number;
      readonly failShare: number;
      readonly status: number;
    };

/** Switches that somebody else turns. Only contracts that are read in development have them: a build has none. */
export interface MockSwitches {
  /** By `operationId`; undefined: as it is written. Asked for every request. */
  stateOf(operationId: string): MockState | undefined;
}
