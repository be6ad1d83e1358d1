import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import { parse } from 'yaml';
import type { DeployFacts } from '../emit/deploy/deploy-facts.ts';
import { checkSchema } from './check-schema.ts';
import { buildOverlays } from './kustomize.ts';
import { at, isValues, type Manifest, parseManifests } from './manifest.ts';
import { overlayRules, rules } from './rules/index.ts';

export interface Deployment {
  /** Absolute: `apps/<app>/deploy`. */
  readonly folder: string;
  readonly facts: DeployFacts;
}

/** Everything that is wrong with what a service is deployed with. */
export async function lintDeployment({ folder, facts }: Deployment): Promise<readonly Diagnostic[]> {
  const { checkDockerfile } = await import('./rules/dockerfile.ts');
  const file = join(folder, 'Dockerfile');
  const text = readIfPresent(file);
  const image =
    text === undefined ? [] : checkDockerfile({ file, text, ignored: readIfPresent(`${file}.dockerignore`), facts });
  const base = readBase(join(folder, 'base'));
  const found = [...image, ...(await lintManifests(base, facts))];
  const overlays = await buildOverlays(folder);
  for (const { name, text: built } of overlays.built) {
    const manifests = parseManifests(name, built);
    found.push(
      ...(await lintManifests(manifests, facts)),
      ...overlayRules.flatMap((rule) => rule({ manifests: manifests.filter(isManifest), facts })),
    );
  }
  return withoutRepeats([...found, ...overlays.findings]);
}

/** Schema first: rules rely on what it has said. */
export async function lintManifests(
  read: readonly (Manifest | Diagnostic)[],
  facts: DeployFacts,
): Promise<readonly Diagnostic[]> {
  const manifests = read.filter(isManifest);
  const malformed = read.filter((each): each is Diagnostic => !isManifest(each));
  const schema = (await Promise.all(manifests.map(checkSchema))).flat();
  if ([...malformed, ...schema].some(({ severity }) => severity === 'error')) return [...malformed, ...schema];
  return [...schema, ...rules.flatMap((rule) => rule({ manifests, facts }))];
}

function isManifest(each: Manifest | Diagnostic): each is Manifest {
  return 'kind' in each;
}

/** The files that the kustomization of a base names, and the ConfigMaps that it makes. */
function readBase(folder: string): readonly (Manifest | Diagnostic)[] {
  const file = join(folder, 'kustomization.yaml');
  const text = readIfPresent(file);
  if (text === undefined) return [missing(file, 'is missing')];
  const kustomization: unknown = parse(text);
  const resources = listOf(at(kustomization, 'resources')).flatMap((name) => {
    const path = join(folder, name);
    const read = readIfPresent(path);
    return read === undefined ? [missing(file, `names ${name}, which is not there`)] : parseManifests(path, read);
  });
  const generators = at(kustomization, 'configMapGenerator');
  const maps = (Array.isArray(generators) ? generators : [])
    .filter(isValues)
    .flatMap((generator) => generated(generator, file));
  return [...resources, ...maps];
}

function generated(generator: { readonly [key: string]: unknown }, file: string): readonly (Manifest | Diagnostic)[] {
  const name = String(generator.name);
  const files = listOf(generator.files).map((entry) => [entry.replace(/=.*/, ''), entry.replace(/^.*=/, '')] as const);
  const texts = files.map(([key, path]) => [key, readIfPresent(join(file, '..', path))] as const);
  const absent = texts.flatMap(([key, text]) =>
    text === undefined ? [missing(file, `names ${key}, which is not there`)] : [],
  );
  const value = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: Object.fromEntries(texts) };
  return [
    ...absent,
    { file, apiVersion: 'v1', kind: 'ConfigMap', name, value, locate: () => ({ line: 1, column: 1 }) },
  ];
}

function listOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : [];
}

function missing(file: string, message: string): Diagnostic {
  return {
    file,
    line: 1,
    column: 1,
    pointer: '',
    severity: 'error',
    code: 'missing-manifest',
    message,
    hint: 'npx nx g brrt:deploy',
  };
}

/** What is wrong with the base is wrong with each overlay too, and said once. */
function withoutRepeats(found: readonly Diagnostic[]): readonly Diagnostic[] {
  return [
    ...new Map(found.map((each) => [`${each.code} ${each.pointer} ${each.message}`, each] as const).reverse()).values(),
  ].reverse();
}

function readIfPresent(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
