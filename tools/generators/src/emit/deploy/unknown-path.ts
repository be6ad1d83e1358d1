/** A file or folder of the configuration of which only the environment says where it is. */
export interface UnknownPath {
  /** Its keys: `tls.key_file`. */
  readonly key: string;
  /** Those without a default. */
  readonly variables: readonly string[];
}

/** What is wrong with it, and how to mend that. */
export function explainUnknownPath(
  { key, variables }: UnknownPath,
  service: string,
): { readonly message: string; readonly hint: string } {
  const verb = variables.length === 1 ? 'has' : 'have';
  return {
    message: `${key} comes from ${variables.join(' and ')}, which ${verb} no default: nothing can be mounted there`,
    hint: `write the path into config.production.yaml, or a default for the variable: \${${variables[0]}:-/etc/${service}/…}`,
  };
}
