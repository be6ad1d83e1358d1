/** `generator`: overwritten whenever the contract changes. `developer`: written once, then kept. */
export type FileOwner = 'generator' | 'developer';

/** One file of an application, its path relative to the application's folder with `/` between segments. */
export interface EmittedFile {
  readonly path: string;
  readonly text: string;
  readonly owner: FileOwner;
}
