import { appFolder, hidesProgram } from '../../emit/deploy/deploy-facts.ts';
import { explainUnknownPath } from '../../emit/deploy/unknown-path.ts';
import { at, listAt, type Manifest, type Values } from '../manifest.ts';
import { deployments, finding, ofKind, ownContainers, podOf, type Rule } from '../rule.ts';

/** Each file of the configuration is where the service looks for it, and its text is in the ConfigMap. */
export const configIsRead: Rule = (set) =>
  deployments(set).flatMap((each) =>
    ownContainers(each, set.facts).flatMap(({ pointer, value }) =>
      Object.keys(set.facts.configFiles).flatMap((file) => {
        const mount = listAt(value, 'volumeMounts').find(({ mountPath }) => mountPath === `${appFolder}/${file}`);
        const said = (message: string) => [
          finding(each, { code: 'config-map', pointer: `${pointer}/volumeMounts`, message, hint: 'run npx nx sync' }),
        ];
        if (mount === undefined)
          return said(`mounts no ${appFolder}/${file}: the service would read that of the image`);
        const map = mountedMap(set, each, mount);
        if (map === undefined) return said(`the volume of ${file} is no ConfigMap that is here`);
        const key = String(mount.subPath);
        return at(map.value, 'data', key) === undefined ? said(`the ConfigMap ${map.name} has no key ${key}`) : [];
      }),
    ),
  );

function mountedMap(set: Parameters<Rule>[0], each: Manifest, mount: Values): Manifest | undefined {
  const volume = listAt(podOf(each), 'volumes').find(({ name }) => name === mount.name);
  const name = at(volume, 'configMap', 'name');
  return ofKind(set, 'ConfigMap').find((map) => map.name === name);
}

/** A volume is for a place that is known before the service starts. */
export const pathsAreKnown: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) =>
      facts.unknownPaths.map((path) => {
        const variable = listAt(value, 'env').findIndex(({ name }) => name === path.variables[0]);
        return finding(each, {
          code: 'unknown-path',
          pointer: `${pointer}/env${variable < 0 ? '' : `/${variable}`}`,
          ...explainUnknownPath(path, facts.service),
        });
      }),
    ),
  );

/** Every variable without a default comes from somewhere. */
export const variablesAreSet: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) => {
      if (at(value, 'envFrom') !== undefined) return [];
      const set = new Set(listAt(value, 'env').map(({ name }) => name));
      return [...facts.secrets, ...facts.calls.flatMap(({ variable }) => variable ?? [])]
        .filter((name) => !set.has(name))
        .map((name) =>
          finding(each, {
            code: 'variable',
            pointer: `${pointer}/env`,
            message: `does not set ${name}, which the configuration refers to`,
            hint: 'run npx nx sync',
          }),
        );
    }),
  );

/** Secrets are referred to: a value in a manifest is in the repository. */
export const secretsAreReferred: Rule = ({ manifests, facts }) => [
  ...deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) =>
      listAt(value, 'env').flatMap((variable, index) =>
        facts.secrets.includes(String(variable.name)) && variable.value !== undefined
          ? [
              finding(each, {
                code: 'secret-value',
                pointer: `${pointer}/env/${index}/value`,
                message: `${String(variable.name)} is written into the manifest`,
                hint: 'valueFrom.secretKeyRef',
              }),
            ]
          : [],
      ),
    ),
  ),
  ...ofKind({ manifests }, 'Secret').map((each) =>
    finding(each, {
      code: 'secret-value',
      pointer: '',
      message: 'a Secret among the manifests has its values in the repository',
      hint: 'make it with kubectl create secret, or let an operator make it',
    }),
  ),
];

/** Whatever the service writes to is a volume, and every mount has one. */
export const foldersAreWritable: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) => {
      const volumes = new Map(listAt(podOf(each), 'volumes').map((volume) => [volume.name, volume]));
      const mounts = listAt(value, 'volumeMounts');
      const writable = mounts
        .filter(({ name, readOnly }) => readOnly !== true && at(volumes.get(name), 'configMap') === undefined)
        .map(({ mountPath }) => String(mountPath));
      const isReadOnly = at(value, 'securityContext', 'readOnlyRootFilesystem') === true;
      const wanted = ['/tmp', ...facts.writes];
      return [
        ...mounts
          .filter(({ name }) => !volumes.has(name))
          .map(({ name }) =>
            finding(each, {
              code: 'volume',
              pointer: `${pointer}/volumeMounts`,
              message: `mounts ${String(name)}, and there is no such volume`,
            }),
          ),
        ...wanted
          .filter((folder) => isReadOnly && !writable.some((path) => `${folder}/`.startsWith(`${path}/`)))
          .map((folder) =>
            finding(each, {
              code: 'writable',
              pointer: `${pointer}/volumeMounts`,
              message: `the service writes to ${folder}, which is read-only`,
              hint: hidesProgram(folder)
                ? 'name a folder of its own in config.production.yaml: a volume here would hide the program'
                : 'run npx nx sync, or mount a volume there',
            }),
          ),
      ];
    }),
  );

/** A volume of a pod ends with it, and is not that of the other replicas. */
export const dataIsShared: Rule = ({ manifests, facts }) =>
  deployments({ manifests, facts }).flatMap((each) =>
    ownContainers(each, facts).flatMap(({ pointer, value }) => {
      const hasUrl = listAt(value, 'env').some(({ name }) => name === 'DATABASE_URL');
      const isLost = listAt(podOf(each), 'volumes').some(
        ({ name, emptyDir }) => name === 'data' && emptyDir !== undefined,
      );
      if (!facts.hasDatabaseFile || hasUrl || !isLost) return [];
      return [
        finding(each, {
          severity: 'warning',
          code: 'database-file',
          pointer: `${pointer}/volumeMounts`,
          message: 'every replica has a database of its own, which ends with its pod',
          hint: 'database.url in config.production.yaml, or a volume that lasts and one replica',
        }),
      ];
    }),
  );
