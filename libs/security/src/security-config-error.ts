import { StartError } from '@brrt/router-core/ports';

/** One reason why the security of a contract cannot be set up. */
export interface SecurityConfigProblem {
  /** Name of the scheme or operation. */
  readonly subject: string;
  readonly message: string;
  /** YAML for `config.yaml` that mends it, if any does. */
  readonly yaml?: string;
}

/** The service must not start: a required scheme has no configuration, or one that cannot work. Lists every problem. */
export class SecurityConfigError extends StartError {
  override readonly name = 'SecurityConfigError';
  readonly code = 'ERR_SECURITY_CONFIG';
  readonly problems: readonly SecurityConfigProblem[];
  constructor(problems: readonly SecurityConfigProblem[]) {
    super(`Security cannot be set up:\n${problems.map(describe).join('\n')}`);
    this.problems = problems;
  }
}

function describe({ subject, message, yaml }: SecurityConfigProblem): string {
  if (yaml === undefined) return `  ${subject}: ${message}`;
  return `  ${subject}: ${message}; set\n${yaml.replaceAll(/^/gm, '      ')}`;
}
