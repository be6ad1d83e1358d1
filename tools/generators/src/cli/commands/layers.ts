import { parseArgs } from 'node:util';
import { checkLayers, formatViolation } from '../../layers/check-layers.ts';
import { type Command, onlyNamed } from '../command.ts';

export const layers: Command = {
  usage: 'brrt layers [folder] [--json]',
  summary: 'Checks every import against the layer rules; exit code 1 when one crosses a closed boundary.',
  async run(args, { workspaceRoot, print, warn }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const report = checkLayers(workspaceRoot, onlyNamed(positionals)?.replace(/\/$/, ''));
    if (values.json) print(JSON.stringify(report));
    else for (const violation of report.violations) warn(formatViolation(violation));
    const count = report.violations.length;
    if (!values.json)
      print(count === 0 ? `layers: ${report.files} files, no violation` : `layers: ${count} violation(s)`);
    return count === 0 ? 0 : 1;
  },
};
