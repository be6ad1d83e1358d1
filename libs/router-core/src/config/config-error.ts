import { StartError } from '@brrt/service-model';

/** One mistake in a configuration file or in a variable that overrides it. */
export interface ConfigMistake {
  /** File, or `environment`. */
  readonly file: string;
  /** Counts from 1; 0 where there is no line. */
  readonly line: number;
  /** `security.jwks.BearerAuth.jwks_url`; '' for the file as a whole. */
  readonly path: string;
  readonly message: string;
  /** How to mend it. */
  readonly hint?: string;
}

/** The configuration cannot be used. Carries every mistake, not only the first; none of them repeats a secret. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
  readonly code = 'ERR_CONFIG';
  readonly mistakes: readonly ConfigMistake[];
  constructor(mistakes: readonly ConfigMistake[], options?: ErrorOptions) {
    const count = `${mistakes.length} mistake${mistakes.length === 1 ? '' : 's'}`;
    super(`The configuration has ${count}:\n${mistakes.map(describe).join('\n')}`, options);
    this.mistakes = mistakes;
  }
}

function describe({ file, line, path, message, hint }: ConfigMistake): string {
  const place = line > 0 ? `${file}:${line}` : file;
  return `  ${place}${path === '' ? '' : ` ${path}`}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}
