import { yamlText } from '../yaml-text.ts';
import type { DeployFacts } from './deploy-facts.ts';

/** Of everything that belongs to a service, and what selects its pods. */
export function labelsOf(service: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': service };
}

export function configMapName(service: string): string {
  return `${service}-config`;
}

/** Name of the port that requests come to. */
export function mainPort({ isTls }: Pick<DeployFacts, 'isTls'>): 'http' | 'https' {
  return isTls ? 'https' : 'http';
}

/** Name of the port with health and metrics. */
export function managementPortName(facts: Pick<DeployFacts, 'isTls' | 'managementPort'>): string {
  return facts.managementPort === undefined ? mainPort(facts) : 'management';
}

const head = '# Written by `nx sync` from contract and configuration; edits are overwritten. Yours are the overlays.\n';

/** A file of the generator; `comments` say what a reader would ask. */
export function manifestText(manifest: object, ...comments: readonly string[]): string {
  return `${head}${comments.map((line) => `# ${line}\n`).join('')}${yamlText(manifest)}`;
}
