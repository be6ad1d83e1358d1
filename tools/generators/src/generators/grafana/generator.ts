import { type GeneratorCallback, logger, type Tree } from '@nx/devkit';
import { parseDocument } from 'yaml';
import { emitObservability, objectivesFile } from '../../emit/observability/emit-observability.ts';
import { emitStack, folder } from '../../emit/observability/emit-stack.ts';
import { type Objectives, readObjectives } from '../../emit/observability/read-objectives.ts';
import { existingService, GeneratorInputError, serviceTrees } from '../app-tree.ts';
import { readPort } from '../choose-port.ts';
import { readAppContract } from '../read-contract.ts';

export interface GrafanaGeneratorOptions {
  /** All of them when left out. */
  readonly service?: string;
}

/** Dashboard and rules of a service from its contract, and once a stack that shows them. Twice changes nothing. */
export default async function grafanaGenerator(
  tree: Tree,
  { service }: GrafanaGeneratorOptions,
): Promise<GeneratorCallback> {
  const apps = service === undefined ? serviceTrees(tree) : [existingService(tree, service)];
  if (apps.length === 0) throw new GeneratorInputError('There is no service: no folder of apps/ has an openapi.yaml.');
  const objectives = objectivesOf(tree);
  const emitted = await Promise.all(
    apps.map(async (app) => {
      const { model } = await readAppContract(app, tree.root);
      return emitObservability(model, { service: app.name, objective: objectives.of(app.name) });
    }),
  );
  for (const { path, text, owner } of [...emitStack(scraped(tree)), ...emitted.flat()]) {
    if (owner === 'generator' || !tree.exists(path)) tree.write(path, text);
  }
  return () => {
    logger.info(
      `Dashboards, rules and objectives (slo.yaml) are in ${folder}/; nx sync lets them follow the contracts.`,
    );
    logger.info(`docker compose -f ${folder}/compose.yaml up -d shows them on http://127.0.0.1:3000`);
  };
}

/** @throws GeneratorInputError for a file that says something else than objectives */
export function objectivesOf(tree: Tree): Objectives {
  const objectives = readObjectives(tree.read(objectivesFile, 'utf8') ?? '');
  if (objectives.mistakes.length === 0) return objectives;
  throw new GeneratorInputError([`${objectivesFile} cannot be used:`, ...objectives.mistakes].join('\n  '));
}

function scraped(tree: Tree) {
  return serviceTrees(tree).map(({ name, read }) => ({ name, port: metricsPort(read('config.yaml') ?? '') }));
}

function metricsPort(config: string): number {
  const management: unknown = parseDocument(config).getIn(['management', 'port']);
  return typeof management === 'number' ? management : (readPort(config) ?? 8080);
}
