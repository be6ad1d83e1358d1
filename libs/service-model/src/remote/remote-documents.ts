/** A document that a contract refers to by URL, as a text at hand. */
export interface RemoteDocument {
  readonly text: string;
  /** Path of the copy: names it in findings. */
  readonly file: string;
  /** Its address after redirections, where its own relative references start. */
  readonly url: string;
}

/** Why there is no such document, in words for the reference that leads to it. */
export interface RemoteProblem {
  readonly problem: string;
  readonly hint?: string;
}

/** Gives the documents behind `http(s)` references. Without one, copies come from the lock file of the contract. */
export interface RemoteDocuments {
  read(url: string): Promise<RemoteDocument | RemoteProblem>;
}
