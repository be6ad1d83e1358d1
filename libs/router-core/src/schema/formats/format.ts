/** Which values have a format, by type of value. A type that is absent is none that the format speaks about. */
export interface Format {
  readonly text?: (text: string) => boolean;
  readonly number?: (value: number) => boolean;
  /** Only where the contract asks for integers without loss. */
  readonly bigint?: (value: bigint) => boolean;
}
