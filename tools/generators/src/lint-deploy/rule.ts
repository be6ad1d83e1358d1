import type { Diagnostic, Severity } from '@brrt/service-model';
import type { DeployFacts } from '../emit/deploy/deploy-facts.ts';
import { at, listAt, type Manifest, type Values } from './manifest.ts';

/** Everything of one service that goes to a cluster together: the base, or what an overlay makes of it. */
export interface ManifestSet {
  readonly manifests: readonly Manifest[];
  readonly facts: DeployFacts;
}

/** Finds what every schema allows and no cluster runs, or runs otherwise than meant. */
export type Rule = (set: ManifestSet) => readonly Diagnostic[];

interface Found {
  readonly severity?: Severity;
  readonly code: string;
  readonly pointer: string;
  readonly message: string;
  readonly hint?: string;
}

export function finding(manifest: Manifest, { severity = 'error', ...found }: Found): Diagnostic {
  const { file, kind, name } = manifest;
  const message = `${kind} ${name}: ${found.message}`;
  return { file, ...manifest.locate(found.pointer), severity, ...found, message };
}

export function ofKind({ manifests }: Pick<ManifestSet, 'manifests'>, kind: string): readonly Manifest[] {
  return manifests.filter((manifest) => manifest.kind === kind);
}

/** What runs the pods of the service; an overlay may add others beside it. */
export function deployments(set: ManifestSet): readonly Manifest[] {
  return ofKind(set, 'Deployment').filter((each) => ownContainers(each, set.facts).length > 0);
}

export const podPointer = '/spec/template/spec';

export function podOf({ value }: Manifest): Values {
  return (at(value, 'spec', 'template', 'spec') ?? {}) as Values; // the schema has said that it is one
}

export interface Container {
  readonly pointer: string;
  readonly value: Values;
}

export function containersOf(manifest: Manifest): readonly Container[] {
  return listAt(podOf(manifest), 'containers').map((value, index) => ({
    pointer: `${podPointer}/containers/${index}`,
    value,
  }));
}

/** That of the service, without what an overlay puts beside it. */
export function ownContainers(manifest: Manifest, { service }: Pick<DeployFacts, 'service'>): readonly Container[] {
  return containersOf(manifest).filter(({ value }) => value.name === service);
}

export function podLabels({ value }: Manifest): Values {
  return (at(value, 'spec', 'template', 'metadata', 'labels') ?? {}) as Values; // the schema has said so
}

/** Whether labels have everything that a `matchLabels` demands; one that demands nothing selects all. */
export function selects(wanted: unknown, labels: Values): boolean {
  return Object.entries((wanted ?? {}) as Values).every(([key, value]) => labels[key] === value);
}

/** Names and numbers under which ports of pods can be reached. */
export function portsOf(manifest: Manifest): ReadonlyMap<unknown, number> {
  const ports = containersOf(manifest).flatMap(({ value }) => listAt(value, 'ports'));
  return new Map(
    ports.flatMap(({ name, containerPort }) => [
      [containerPort, Number(containerPort)] as const,
      ...(name === undefined ? [] : [[name, Number(containerPort)] as const]),
    ]),
  );
}
