/** Files of the viewers, by the name that they are served under. */
export type DocsFileName = 'scalar.js' | 'swagger-ui.js' | 'swagger-ui.css' | 'LICENSES.txt';

/** Where a host has the files of the viewers. */
export interface DocsFiles {
  /** Compressed by gzip; undefined: this host has it not. */
  read(name: DocsFileName): Promise<Uint8Array | undefined>;
}
