import type { ConfigMistake } from './config-error.ts';
import { parseConfigFile } from './parse-config-file.ts';
import { type ParsedConfig, packNode } from './parsed-configs.ts';

export { parsedConfigsName } from './parsed-configs.ts';

/**
 * What a build knows of its configuration files, as JSON: while they stay as they are, a start needs no reader of YAML, which would
 * be a sixth of the code that it loads. Left out are those with mistakes, which are said at the start.
 * @param files texts by file name
 */
export function printConfigs(files: Readonly<Record<string, string>>): string {
  const parsed = Object.entries(files).flatMap(([name, text]): [string, ParsedConfig][] => {
    const mistakes: ConfigMistake[] = [];
    const node = parseConfigFile({ path: name, text, development: false }, mistakes);
    return mistakes.length > 0 ? [] : [[name, { text, node: packNode(node) }]];
  });
  return JSON.stringify(Object.fromEntries(parsed));
}
