import { parseArgs } from 'node:util';
import { describeBroken, judgeStrictly } from '@brrt/service-model';
import type { Command } from '../command.ts';
import { lintExamples } from '../lint-examples.ts';
import { printableDiagnostic } from '../read-contract.ts';
import { readSpec } from '../read-spec.ts';

export const lint: Command = {
  usage: 'brrt lint <spec> [--overlay <file>]… [--lenient] [--json]',
  summary:
    'Says what is wrong with a contract, where and how to mend it; exit code 1 when it breaks OpenAPI (--lenient: when it cannot be read) or an example breaks its schema.',
  async run(args, { print }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        lenient: { type: 'boolean', default: false },
        overlay: { type: 'string', multiple: true, default: [] },
      },
    });
    const [spec] = positionals;
    // What can be read is linted, whatever else is broken.
    const { overlay: overlays } = values;
    const { diagnostics: read, model, ...tally } = await readSpec(spec, { overlays, skipBroken: true });
    const { brokenOperations, soundOperations } = tally;
    const found = values.lenient ? read : judgeStrictly(read);
    const diagnostics = model === undefined ? found : [...found, ...lintExamples(model)];
    const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
    const broken = brokenOperations.map(({ method, path }) => ({ method, path }));
    if (values.json)
      print(JSON.stringify({ file: spec, errors, soundOperations, brokenOperations: broken, diagnostics }));
    else {
      for (const diagnostic of diagnostics) print(printableDiagnostic(diagnostic, process.cwd()));
      if (broken.length > 0) for (const line of describeBroken(tally)) print(line);
      const operations = model === undefined ? '' : `, ${model.operations.length} operations`;
      print(`${spec}: ${errors} error(s), ${diagnostics.length - errors} warning(s) and note(s)${operations}`);
    }
    return errors === 0 ? 0 : 1;
  },
};
