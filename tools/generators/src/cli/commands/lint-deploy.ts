import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { deployFacts } from '../../emit/deploy/deploy-facts.ts';
import { deployInput } from '../../emit/deploy/deploy-input.ts';
import { deployFolder } from '../../emit/deploy/emit-manifests.ts';
import { lintDeployment } from '../../lint-deploy/lint-deployment.ts';
import { type App, findApp, listApps } from '../app-folder.ts';
import { type Command, onlyNamed, UsageError } from '../command.ts';
import { printableDiagnostic } from '../printable-diagnostic.ts';
import { readContract } from '../read-contract.ts';

export const lintDeploy: Command = {
  usage: 'brrt lint-deploy <app> [--json]',
  summary:
    'Says what is wrong with the Dockerfile and the Kubernetes manifests of an app: fields that the API does not have, and what no schema knows (selectors, ports, probes, times of stopping, budgets, network policies, folders). Overlays need kubectl or kustomize. Exit code 1: there is an error (behind `nx lint`).',
  async run(args, { workspaceRoot, print }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    });
    const app = findApp(workspaceRoot, onlyNamed(positionals));
    const folder = join(app.folder, deployFolder);
    if (!existsSync(folder))
      throw new UsageError(`${app.root} has no ${deployFolder}/: npx nx g brrt:deploy ${app.name} makes it`);
    const { model } = await readContract(app);
    if (model === undefined)
      throw new UsageError(`the contract of ${app.root} cannot be read: npx brrt lint ${app.root}/openapi.yaml`);
    const facts = deployFacts(model, deployInput(listApps(workspaceRoot).map(toReadable), app.name));
    const findings = await lintDeployment({ folder, facts });
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    if (values.json) print(JSON.stringify({ app: app.name, errors, diagnostics: findings }));
    else {
      for (const each of findings) print(printableDiagnostic(each, workspaceRoot));
      print(`${app.root}/${deployFolder}: ${errors} error(s), ${findings.length - errors} other finding(s)`);
    }
    return errors > 0 ? 1 : 0;
  },
};

function toReadable({ name, folder }: App) {
  return {
    name,
    read: (path: string): string | undefined => {
      const file = join(folder, path);
      return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
    },
  };
}
