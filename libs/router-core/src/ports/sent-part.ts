/** What the header of a part says beside its name. */
export interface SentPartHead {
  readonly filename?: string | undefined;
  /** Else what the contract says, or the content itself. */
  readonly mediaType?: string | undefined;
  /** By the contract's names; typed values, encoded in style `simple`. */
  readonly headers?: Readonly<Record<string, unknown>> | undefined;
}

/**
 * One part of a multipart body on its way out, where its header has to say more than its content does. A class, so that no object
 * that a schema describes is taken for one.
 */
export class SentPart<Content = unknown> implements SentPartHead {
  readonly content: Content;
  readonly filename: string | undefined;
  readonly mediaType: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;

  constructor(content: Content, { filename, mediaType, headers = {} }: SentPartHead = {}) {
    this.content = content;
    this.filename = filename;
    this.mediaType = mediaType;
    this.headers = headers;
  }
}
