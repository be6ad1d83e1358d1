import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { lintDeploy } from '../src/cli/commands/lint-deploy.ts';
import { type DeployFacts, deployFacts } from '../src/emit/deploy/deploy-facts.ts';
import { deployInput } from '../src/emit/deploy/deploy-input.ts';
import { appTree, serviceTrees } from '../src/generators/app-tree.ts';
import bffGenerator from '../src/generators/bff/generator.ts';
import deployGenerator from '../src/generators/deploy/generator.ts';
import { readAppContract } from '../src/generators/read-contract.ts';
import { checkSchema } from '../src/lint-deploy/check-schema.ts';
import { lintDeployment } from '../src/lint-deploy/lint-deployment.ts';
import { parseManifests } from '../src/lint-deploy/manifest.ts';
import { filesBelow, libraryWorkspace } from './generator-tree.ts';

const config = `port: 8080
management: { port: 9001 }
database: { file: data/library.sqlite }
clients:
  shop: { url: "\${SHOP_URL:-http://localhost:8081}" }
security:
  jwks: { ReaderCard: { jwks_url: "https://id.example/keys" } }
`;

let sound = '';
let facts: Readonly<Record<string, DeployFacts>> = {};

// Two services that call each other: every rule has something to look at in one of them.
beforeAll(async () => {
  const tree = await libraryWorkspace();
  await bffGenerator(tree, { name: 'shop', services: 'library' });
  tree.write('apps/library/config.yaml', config);
  tree.delete('apps/library/deploy/Dockerfile');
  await deployGenerator(tree, {});
  sound = mkdtempSync(join(tmpdir(), 'brrt-deploy-'));
  for (const [path, text] of Object.entries(filesBelow(tree, 'apps/'))) {
    mkdirSync(dirname(join(sound, path)), { recursive: true });
    writeFileSync(join(sound, path), text);
  }
  const of = async (name: string): Promise<DeployFacts> => {
    const { model } = await readAppContract(appTree(tree, name), tree.root);
    return deployFacts(model, deployInput(serviceTrees(tree), name));
  };
  facts = { library: await of('library'), shop: await of('shop') };
});

afterAll(() => rmSync(sound, { recursive: true }));

interface Fault {
  readonly app?: 'library' | 'shop';
  readonly file: string;
  readonly from: string | RegExp;
  readonly to: string;
}

/** Codes of what is wrong once the text is another one; overlays are left to the tests that have kustomize. */
async function findingsOf({ app = 'library', file, from, to }: Fault): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'brrt-fault-'));
  try {
    cpSync(join(sound, `apps/${app}/deploy`), folder, { recursive: true });
    rmSync(join(folder, 'overlays'), { recursive: true });
    const path = join(folder, file);
    const before = readFileSync(path, 'utf8');
    const after = before.replace(from, to);
    if (after === before) throw new TypeError(`${file} has no ${from}`);
    writeFileSync(path, after);
    const found = await lintDeployment({ folder, facts: facts[app] as DeployFacts }); // one of the two above
    return found.map(
      ({ code, file: place, line }) => `${code} ${place.slice(folder.length + 1)}${line > 1 ? '' : ' at its top'}`,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const deployment = 'base/deployment.yaml';
const scaler = 'base/horizontalpodautoscaler.yaml';
const budget = 'base/poddisruptionbudget.yaml';
const network = 'base/networkpolicy.yaml';
const own = 'app.kubernetes.io/name: library';

const faults: readonly (readonly [string, string, Fault])[] = [
  [
    'a field that the API does not have',
    'unknown-field',
    { file: deployment, from: 'revisionHistoryLimit', to: 'revisionHistory' },
  ],
  [
    'an unknown field deep inside',
    'unknown-field',
    { file: deployment, from: 'periodSeconds: 1\n', to: 'periodSecond: 1\n' },
  ],
  [
    'a field in the wrong object',
    'unknown-field',
    { file: 'base/service.yaml', from: 'appProtocol: http', to: 'protocol: TCP\n      containerPort: 1' },
  ],
  ['a value of another type', 'schema', { file: scaler, from: 'maxReplicas: 10', to: 'maxReplicas: ten' }],
  ['a required field that is absent', 'schema', { file: deployment, from: /^ {2}selector:\n.*\n.*\n/m, to: '' }],
  ['what is no YAML', 'malformed-manifest', { file: deployment, from: 'spec:', to: 'spec: [' }],
  [
    'what is no object of Kubernetes',
    'malformed-manifest',
    { file: deployment, from: 'kind: Deployment', to: 'sort: Deployment' },
  ],
  [
    'a resource that is not there',
    'missing-manifest',
    { file: 'base/kustomization.yaml', from: 'service.yaml', to: 'services.yaml' },
  ],
  [
    'a file of the ConfigMap that is not there',
    'missing-manifest',
    { file: 'base/kustomization.yaml', from: 'config.production.yaml', to: 'config.prod.yaml' },
  ],
  [
    'a Deployment that does not select its pods',
    'selector',
    { file: deployment, from: `matchLabels:\n      ${own}`, to: 'matchLabels:\n      app: library' },
  ],
  [
    'a Service that selects nobody',
    'selector',
    { file: 'base/service.yaml', from: `selector:\n    ${own}`, to: 'selector:\n    app: library' },
  ],
  [
    'a budget that selects nobody',
    'selector',
    { file: budget, from: `matchLabels:\n      ${own}`, to: 'matchLabels:\n      app: library' },
  ],
  [
    'a policy that selects nobody',
    'selector',
    {
      file: network,
      from: `podSelector:\n    matchLabels:\n      ${own}`,
      to: 'podSelector:\n    matchLabels:\n      app: library',
    },
  ],
  [
    'pods of others that are spread',
    'selector',
    {
      file: deployment,
      from: `labelSelector:\n            matchLabels:\n              ${own}`,
      to: 'labelSelector:\n            matchLabels:\n              app: library',
    },
  ],
  [
    'a target port that no container has',
    'target-port',
    { file: 'base/service.yaml', from: 'targetPort: http', to: 'targetPort: web' },
  ],
  [
    'a container with another port than the service',
    'container-port',
    { file: deployment, from: 'containerPort: 8080', to: 'containerPort: 8090' },
  ],
  ['a probe that is missing', 'probe', { file: deployment, from: /^ {10}startupProbe:\n(?: {12}.*\n)+/m, to: '' }],
  [
    'a probe at a port that no container has',
    'probe',
    { file: deployment, from: 'port: management', to: 'port: admin' },
  ],
  [
    'a probe at the port of the service, where health is not',
    'probe',
    { file: deployment, from: 'port: management', to: 'port: http' },
  ],
  ['a probe at a path that the service does not have', 'probe', { file: deployment, from: '/readyz', to: '/healthz' }],
  ['readiness as liveness', 'probe', { file: deployment, from: '/livez', to: '/readyz' }],
  [
    'a probe by TLS where there is none',
    'probe',
    { file: deployment, from: 'port: management\n', to: 'port: management\n              scheme: HTTPS\n' },
  ],
  [
    'readiness with less patience than its checks',
    'probe',
    { file: deployment, from: 'timeoutSeconds: 3', to: 'timeoutSeconds: 1' },
  ],
  [
    'a grace period that is too short',
    'grace-period',
    { file: deployment, from: /terminationGracePeriodSeconds: \d+/, to: 'terminationGracePeriodSeconds: 39' },
  ],
  [
    'a pod that stops while requests still come',
    'pre-stop',
    { file: deployment, from: /^ {10}lifecycle:\n(?: {12}.*\n)+/m, to: '' },
  ],
  [
    'an autoscaler that scales nothing',
    'autoscaler',
    { file: scaler, from: /name: library\n {2}minReplicas/, to: 'name: other\n  minReplicas' },
  ],
  [
    'more replicas at least than at most',
    'autoscaler',
    { file: scaler, from: 'minReplicas: 2', to: 'minReplicas: 20' },
  ],
  [
    'replicas beside an autoscaler',
    'autoscaler',
    { file: deployment, from: '  revisionHistoryLimit: 3', to: '  replicas: 3' },
  ],
  ['a share of a CPU that nobody requested', 'autoscaler', { file: deployment, from: /^ {14}cpu: .*\n/m, to: '' }],
  [
    'a budget with as many as there are',
    'disruption-budget',
    { file: budget, from: 'maxUnavailable: 1', to: 'minAvailable: 2' },
  ],
  [
    'a budget in percent that rounds to all',
    'disruption-budget',
    { file: budget, from: 'maxUnavailable: 1', to: 'minAvailable: 60%' },
  ],
  ['a budget of nobody', 'disruption-budget', { file: budget, from: 'maxUnavailable: 1', to: 'maxUnavailable: 0' }],
  [
    'a budget that says both',
    'disruption-budget',
    { file: budget, from: 'maxUnavailable: 1', to: 'maxUnavailable: 1\n  minAvailable: 1' },
  ],
  [
    'all pods gone before the first new one',
    'rolling-update',
    { file: deployment, from: /type: RollingUpdate\n(?: {4}.*\n)+/, to: 'type: Recreate\n' },
  ],
  ['a roll that cannot begin', 'rolling-update', { file: deployment, from: 'maxSurge: 1', to: 'maxSurge: 0' }],
  ['a called service that cannot be reached', 'network', { file: network, from: 'port: 8081', to: 'port: 8088' }],
  [
    'a caller that is not let in',
    'network',
    { file: network, from: 'app.kubernetes.io/name: shop', to: 'app.kubernetes.io/name: stop' },
  ],
  ['a caller at a port where nobody listens', 'network', { file: network, from: 'port: http', to: 'port: 9999' }],
  ['an identity provider that cannot be reached', 'network', { file: network, from: 'port: 443', to: 'port: 444' }],
  ['names that cannot be asked for', 'network', { file: network, from: /port: 53\b/g, to: 'port: 54' }],
  ['telemetry that cannot leave', 'network', { file: network, from: 'port: 4318', to: 'port: 4319' }],
  ['no policy at all', 'network', { file: 'base/kustomization.yaml', from: ', networkpolicy.yaml', to: '' }],
  [
    'a ConfigMap that is not mounted',
    'config-map',
    { file: deployment, from: '/app/config.yaml', to: '/app/settings.yaml' },
  ],
  [
    'a key that the ConfigMap does not have',
    'config-map',
    { file: deployment, from: 'subPath: config.yaml', to: 'subPath: config.yml' },
  ],
  [
    'a ConfigMap of another name',
    'config-map',
    { file: deployment, from: 'name: library-config', to: 'name: library-settings' },
  ],
  ['a variable that nobody sets', 'variable', { file: deployment, from: 'name: SHOP_URL', to: 'name: SHOPS_URL' }],
  [
    'a secret that is written down',
    'secret-value',
    {
      app: 'shop',
      file: deployment,
      from: /(name: SHOP_API_KEY\n) +valueFrom:\n(?: {16}.*\n)+/,
      to: '$1              value: s3cret\n',
    },
  ],
  [
    'a Secret among the manifests',
    'secret-value',
    {
      file: 'base/serviceaccount.yaml',
      from: 'automountServiceAccountToken: false\n',
      to: 'automountServiceAccountToken: false\n---\napiVersion: v1\nkind: Secret\nmetadata: { name: library }\nstringData: { KEY: value }\n',
    },
  ],
  [
    'a mount without a volume',
    'volume',
    { file: deployment, from: '- name: tmp\n          emptyDir', to: '- name: temp\n          emptyDir' },
  ],
  ['a database in a folder that is read-only', 'writable', { file: deployment, from: '/app/data', to: '/var/data' }],
  [
    'temporary files without a folder',
    'writable',
    { file: deployment, from: 'mountPath: "/tmp"', to: 'mountPath: "/var/tmp"' },
  ],
  ['root', 'restricted', { file: deployment, from: 'runAsNonRoot: true', to: 'runAsNonRoot: false' }],
  [
    'another user than that of the image',
    'restricted',
    { file: deployment, from: 'runAsUser: 10001', to: 'runAsUser: 1000' },
  ],
  [
    'privileges that can be had',
    'restricted',
    { file: deployment, from: 'allowPrivilegeEscalation: false', to: 'allowPrivilegeEscalation: true' },
  ],
  [
    'a file system that can be written',
    'restricted',
    { file: deployment, from: 'readOnlyRootFilesystem: true', to: 'readOnlyRootFilesystem: false' },
  ],
  ['capabilities', 'restricted', { file: deployment, from: 'drop: [ ALL ]', to: 'drop: [ NET_RAW ]' }],
  ['no seccomp profile', 'restricted', { file: deployment, from: 'type: RuntimeDefault', to: 'type: Unconfined' }],
  [
    'a token of the cluster',
    'restricted',
    { file: deployment, from: 'automountServiceAccountToken: false', to: 'automountServiceAccountToken: true' },
  ],
  [
    'the network of the node',
    'restricted',
    { file: deployment, from: 'enableServiceLinks: false', to: 'hostNetwork: true' },
  ],
  ['no limit of memory', 'resources', { file: deployment, from: /limits:\n +memory: .*\n/, to: 'limits: {}\n' }],
  [
    'more processes than CPUs',
    'processes',
    { file: deployment, from: /(name: WEB_CONCURRENCY\n +value: )"1"/, to: '$1"4"' },
  ],
  [
    'what Docker does not know',
    'dockerfile-syntax',
    { file: 'Dockerfile', from: 'STOPSIGNAL SIGTERM', to: 'STOPSIGNAL SIGTREM\nEXPOSED 1' },
  ],
  [
    'an image of any version',
    'dockerfile-image',
    { file: 'Dockerfile', from: /FROM node:\S+\nARG/, to: 'FROM node\nARG' },
  ],
  [
    'another C library',
    'dockerfile-image',
    { file: 'Dockerfile', from: /trixie-slim AS build/, to: 'alpine AS build' },
  ],
  [
    'another Node than that of the build',
    'dockerfile-image',
    { file: 'Dockerfile', from: /FROM node:\d+-trixie-slim\nARG/, to: 'FROM node:20-trixie-slim\nARG' },
  ],
  ['an image that runs as root', 'dockerfile-user', { file: 'Dockerfile', from: /USER .*\n/, to: '' }],
  [
    'an image for another user than the manifests say',
    'dockerfile-user',
    { file: 'Dockerfile', from: /USER .*\n/, to: 'USER node\n' },
  ],
  [
    'a shell as the process',
    'dockerfile-command',
    { file: 'Dockerfile', from: /\nCMD .*\n$/, to: '\nCMD node main.mjs\n' },
  ],
  [
    'a signal on which nothing drains',
    'dockerfile-command',
    { file: 'Dockerfile', from: 'STOPSIGNAL SIGTERM', to: 'STOPSIGNAL SIGQUIT' },
  ],
  ['nobody who asks for health', 'dockerfile-health', { file: 'Dockerfile', from: /HEALTHCHECK .*\n.*\n/, to: '' }],
  [
    'health by a program that is not there',
    'dockerfile-health',
    { file: 'Dockerfile', from: /CMD \["node", "-e".*\n/, to: 'CMD curl http://127.0.0.1:9001/livez\n' },
  ],
  ['health at another port', 'dockerfile-health', { file: 'Dockerfile', from: /\(9001\)|8080\)/, to: '(7000)' }],
  ['a port that is not said', 'dockerfile-port', { file: 'Dockerfile', from: /EXPOSE .*\n/, to: 'EXPOSE 8090\n' }],
  [
    'sources in the image',
    'dockerfile-copy',
    { file: 'Dockerfile', from: 'COPY --from=build /workspace/dist/apps/library ./', to: 'COPY . .' },
  ],
  [
    'credentials of developers in the image',
    'dockerfile-copy',
    { file: 'Dockerfile', from: / && rm -f .*\n/, to: '\n' },
  ],
  ['a secret in a layer', 'dockerfile-secret', { file: 'Dockerfile', from: 'ARG VERSION=0.0.0', to: 'ARG NPM_TOKEN' }],
  [
    'a secret in the environment of the image',
    'dockerfile-secret',
    { file: 'Dockerfile', from: 'ENV NODE_ENV=production', to: 'ENV NODE_ENV=production DB_PASSWORD=s3cret' },
  ],
  [
    'modules of this machine in the build',
    'dockerfile-ignore',
    { file: 'Dockerfile.dockerignore', from: '**/node_modules\n', to: '' },
  ],
];

describe('brrt lint-deploy finds', () => {
  it.each(faults)('%s', async (_what, code, fault) => {
    const found = await findingsOf(fault);
    expect(found.map((each) => each.split(' ')[0])).toContain(code);
  });

  it('nothing in a container that an overlay puts beside that of the service, but its privileges', async () => {
    const sidecar = '- name: proxy\n          image: proxy:1\n        - name: library\n          image';
    const found = await findingsOf({ file: deployment, from: '- name: library\n          image', to: sidecar });
    expect(new Set(found.map((each) => each.split(' ')[0]))).toEqual(
      new Set(['restricted', 'resources', 'autoscaler', 'database-file']),
    );
  });

  it('an example of a Secret that somebody would apply', async () => {
    const file = join(sound, 'apps/shop/deploy/secret.example.yaml');
    const [secret] = parseManifests(file, readFileSync(file, 'utf8'));
    if (secret === undefined || !('kind' in secret)) throw new TypeError('there is no example');
    const found = await checkSchema(secret);
    expect(new Set(found.map(({ code }) => code))).toEqual(new Set(['schema']));
    expect(found.map(({ pointer }) => pointer)).toContain('/data/SHOP_API_KEY');
  });

  it('kinds that it does not know', async () => {
    const text = 'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\n';
    const [thing] = parseManifests('thing.yaml', text);
    if (thing === undefined || !('kind' in thing)) throw new TypeError('it is an object of Kubernetes');
    expect((await checkSchema(thing)).map(({ code, severity }) => [code, severity])).toEqual([
      ['unknown-kind', 'note'],
    ]);
  });

  it('a place for each', async () => {
    const fault = { file: deployment, from: 'revisionHistoryLimit', to: 'revisionHistory' };
    expect(await findingsOf(fault)).toEqual(['unknown-field base/deployment.yaml']);
  });

  it('nothing where nothing is wrong', async () => {
    expect(await findingsOf({ app: 'shop', file: deployment, from: /^/, to: '# sound\n' })).toEqual([]);
  });

  it('finds certificates that a manifest no longer brings', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'brrt-certificates-'));
    cpSync(join(sound, 'apps/shop/deploy'), folder, { recursive: true });
    rmSync(join(folder, 'overlays'), { recursive: true });
    const reads = ['/etc/tls/tls.crt'];
    const found = await lintDeployment({ folder, facts: { ...(facts.shop as DeployFacts), reads } }); // made before all tests
    rmSync(folder, { recursive: true });
    expect(found.map(({ message }) => message)).toEqual([
      'Deployment shop: the service reads /etc/tls/tls.crt when it starts, and nothing is mounted there',
    ]);
  });

  it('data that every replica has for itself', async () => {
    const own = { file: deployment, from: /^/, to: '# sound\n' };
    expect(await findingsOf(own)).toEqual(['database-file base/deployment.yaml']);
    const lasting = {
      file: deployment,
      from: /(name: data\n +)emptyDir:\n.*\n/,
      to: '$1persistentVolumeClaim: { claimName: data }\n',
    };
    expect(await findingsOf(lasting)).toEqual([]);
  });
});

const hasKubectl = spawnSync('kubectl', ['kustomize', '--help']).status === 0;

describe('overlays', () => {
  const lintShop = async (edit?: readonly [string, string]) => {
    const folder = mkdtempSync(join(tmpdir(), 'brrt-overlay-'));
    cpSync(join(sound, 'apps/shop/deploy'), folder, { recursive: true });
    const file = join(folder, 'overlays/production/kustomization.yaml');
    if (edit !== undefined) writeFileSync(file, readFileSync(file, 'utf8').replace(...edit));
    const found = await lintDeployment({ folder, facts: facts.shop as DeployFacts }); // made before all tests
    rmSync(folder, { recursive: true });
    return found.map(({ code, severity }) => `${severity} ${code}`);
  };

  it.skipIf(!hasKubectl)('are sound as they are written', async () => {
    expect(await lintShop()).toEqual([]);
  });

  it.skipIf(!hasKubectl).each<readonly [string, string, readonly [string, string]]>([
    ['an image that nobody can tell from another', 'error image', ['newTag: 0.1.0', 'newTag: latest']],
    [
      'more replicas at least than at most',
      'error autoscaler',
      ['/spec/minReplicas, value: 2', '/spec/minReplicas, value: 11'],
    ],
    ['a patch of what is not there', 'error overlay', ['path: /spec/minReplicas', 'path: /spec/least/replicas']],
    ['a base that is not there', 'error overlay', ['../../base', '../../bases']],
  ])('show %s', async (_what, code, edit) => {
    expect(await lintShop(edit)).toContain(code);
  });

  it('are left to whoever has kustomize, and that is said', async () => {
    vi.stubEnv('PATH', sound);
    expect(await lintShop()).toEqual(['note overlay']);
    vi.unstubAllEnvs();
  });
});

describe('the services of this workspace', () => {
  it.each(['bff', 'petstore', 'user-service'])('%s is sound', async (app) => {
    const printed: string[] = [];
    const print = (line: string) => void printed.push(line);
    const workspaceRoot = resolve(import.meta.dirname, '../../..');
    const context = { workspaceRoot, env: {}, print, forward: print, warn: print };
    expect([await lintDeploy.run([app, '--json'], context), JSON.parse(printed[0] ?? '').errors]).toEqual([0, 0]);
  });
});
