import { logger, type Tree } from '@nx/devkit';
import { describe, expect, it, vi } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import bffGenerator from '../src/generators/bff/generator.ts';
import clientGenerator from '../src/generators/client/generator.ts';
import deployGenerator from '../src/generators/deploy/generator.ts';
import serviceGenerator from '../src/generators/service/generator.ts';
import syncGenerator from '../src/generators/sync/generator.ts';
import { edit, emptyWorkspace, filesBelow, librarySpec, libraryWorkspace } from './generator-tree.ts';

const base = 'apps/library/deploy/base';

/** A manifest; what a test looks at is somewhere in it. */
// biome-ignore lint/suspicious/noExplicitAny: manifests are read as their readers see them
function manifest(tree: Tree, path: string): any {
  return parse(tree.read(path, 'utf8') ?? '');
}

function pod(tree: Tree, app = 'library') {
  const { spec } = manifest(tree, `apps/${app}/deploy/base/deployment.yaml`).spec.template;
  return { ...spec, container: spec.containers[0] };
}

async function configured(config: string): Promise<Tree> {
  const tree = await libraryWorkspace();
  tree.write('apps/library/config.yaml', config);
  tree.delete('apps/library/config.production.yaml');
  await syncGenerator(tree);
  return tree;
}

async function shop(): Promise<Tree> {
  const tree = await libraryWorkspace();
  await bffGenerator(tree, { name: 'shop', services: 'library' });
  return tree;
}

describe('what a service is deployed with', () => {
  it('comes with every new service and every new BFF', async () => {
    const tree = await shop();
    for (const app of ['library', 'shop'])
      expect(Object.keys(filesBelow(tree, `apps/${app}/deploy`)).toSorted()).toEqual(
        [
          'Dockerfile',
          'Dockerfile.dockerignore',
          'base/config.production.yaml',
          'base/config.yaml',
          'base/deployment.yaml',
          'base/horizontalpodautoscaler.yaml',
          'base/kustomization.yaml',
          'base/networkpolicy.yaml',
          'base/poddisruptionbudget.yaml',
          'base/service.yaml',
          'base/serviceaccount.yaml',
          'components/monitoring/kustomization.yaml',
          'components/monitoring/networkpolicy.yaml',
          'components/monitoring/servicemonitor.yaml',
          'overlays/development/kustomization.yaml',
          'overlays/production/kustomization.yaml',
          'secret.example.yaml',
        ].map((file) => `apps/${app}/deploy/${file}`),
      );
  });

  it('is left out with deploy false, and made later', async () => {
    const tree = emptyWorkspace();
    await serviceGenerator(tree, { name: 'library', spec: librarySpec, deploy: false });
    await bffGenerator(tree, { name: 'shop', services: 'library', deploy: false });
    await syncGenerator(tree);
    expect(tree.exists('apps/library/deploy')).toBe(false);
    expect(tree.exists('apps/shop/deploy')).toBe(false);
    await deployGenerator(tree, { service: 'library' });
    expect(tree.exists(`${base}/deployment.yaml`)).toBe(true);
    expect(tree.exists('apps/shop/deploy')).toBe(false);
  });

  it('is in order at once, also of the services that are called', async () => {
    const tree = await shop();
    expect(await syncGenerator(tree)).toEqual({});
    await serviceGenerator(tree, { name: 'archive', spec: librarySpec });
    await clientGenerator(tree, { service: 'archive', for: 'library' });
    expect(await syncGenerator(tree)).toEqual({});
  });

  it('keeps what is the developer’s, and writes the rest anew', async () => {
    const tree = await libraryWorkspace();
    for (const path of ['Dockerfile', 'overlays/production/kustomization.yaml', 'base/service.yaml'])
      tree.write(`apps/library/deploy/${path}`, '# mine\n');
    await deployGenerator(tree, {});
    await syncGenerator(tree);
    expect(tree.read('apps/library/deploy/Dockerfile', 'utf8')).toBe('# mine\n');
    expect(tree.read('apps/library/deploy/overlays/production/kustomization.yaml', 'utf8')).toBe('# mine\n');
    expect(manifest(tree, `${base}/service.yaml`).kind).toBe('Service');
  });
});

describe('nx sync lets manifests follow', () => {
  it('the ports of the configuration', async () => {
    const tree = await configured('port: 9000\nmanagement: { port: 9001 }\n');
    const { container } = pod(tree);
    expect(container.ports).toEqual([
      { name: 'http', containerPort: 9000 },
      { name: 'management', containerPort: 9001 },
    ]);
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'])
      expect(container[probe].httpGet.port).toBe('management');
    const [endpoint] = manifest(tree, 'apps/library/deploy/components/monitoring/servicemonitor.yaml').spec.endpoints;
    expect(endpoint.port).toBe('management');
  });

  it('the times in which the service stops', async () => {
    const usual = pod(await configured('port: 8080\n'));
    expect([usual.terminationGracePeriodSeconds, usual.container.lifecycle.preStop.sleep.seconds]).toEqual([20, 5]);
    const own = pod(await configured('http: { drain_delay_ms: 8000, drain_timeout_ms: 30000 }\n'));
    expect([own.terminationGracePeriodSeconds, own.container.lifecycle]).toEqual([43, undefined]);
  });

  it('variables without a default, by name alone', async () => {
    const tree = await configured(
      `security:\n  api_keys: { LibraryKey: { key: "\${LIBRARY_KEY}" } }\nlog: { level: "\${LEVEL:-info}" }\n`,
    );
    const variable = { name: 'LIBRARY_KEY', valueFrom: { secretKeyRef: { name: 'library', key: 'LIBRARY_KEY' } } };
    expect(pod(tree).container.env).toContainEqual(variable);
    const names = pod(tree).container.env.map(({ name }: { readonly name: string }) => name);
    expect(names).not.toContain('LEVEL');
    const example = manifest(tree, 'apps/library/deploy/secret.example.yaml');
    expect(Object.keys(example.data)).toEqual(['LIBRARY_KEY']);
    expect(example.data.LIBRARY_KEY).not.toMatch(/^[A-Za-z0-9+/]*=*$/);
    tree.write('apps/library/config.yaml', 'port: 8080\n');
    await syncGenerator(tree);
    expect(tree.exists('apps/library/deploy/secret.example.yaml')).toBe(false);
  });

  it('who calls whom', async () => {
    const tree = await shop();
    const { env } = pod(tree, 'shop').container;
    expect(env).toContainEqual({ name: 'LIBRARY_URL', value: 'http://library.$(POD_NAMESPACE).svc.cluster.local' });
    const [inbound] = manifest(tree, `${base}/networkpolicy.yaml`).spec.ingress;
    expect(inbound.from).toEqual([{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'shop' } } }]);
    const { ingress, egress } = manifest(tree, 'apps/shop/deploy/base/networkpolicy.yaml').spec;
    expect(ingress[0].from).toBeUndefined();
    expect(egress).toContainEqual({
      to: [{ podSelector: { matchLabels: { 'app.kubernetes.io/name': 'library' } } }],
      ports: [{ protocol: 'TCP', port: 8080 }],
    });
    edit(tree, 'apps/library/config.yaml', ['port: 8080', 'port: 8099']);
    await syncGenerator(tree);
    expect(tree.read('apps/shop/deploy/base/networkpolicy.yaml', 'utf8')).toContain('port: 8099');
  });

  it('databases, caches and identity providers', async () => {
    const tree = await configured(
      [
        `database: { url: "\${DATABASE_URL}" }`,
        'rate_limit: { store: { url: redis://cache:6380 } }',
        'security: { jwks: { A: { jwks_url: "https://id.example/keys" } } }',
      ].join('\n'),
    );
    const { egress } = manifest(tree, `${base}/networkpolicy.yaml`).spec;
    expect(egress.at(-1)).toEqual({
      ports: [
        { protocol: 'TCP', port: 5432 },
        { protocol: 'TCP', port: 6380 },
      ],
    });
    expect(egress.at(-2).to[0].ipBlock.except).toContain('169.254.0.0/16');
    expect(egress.at(-2).ports).toEqual([{ protocol: 'TCP', port: 443 }]);
  });

  it('the folders that the service writes to', async () => {
    const { container, volumes } = pod(await configured('database: { file: data/library.sqlite }\n'));
    expect(container.securityContext.readOnlyRootFilesystem).toBe(true);
    expect(container.volumeMounts).toContainEqual({ name: 'data', mountPath: '/app/data' });
    expect(volumes.map(({ name }: { readonly name: string }) => name)).toEqual(['config', 'tmp', 'data']);
  });

  it('certificates and keys, by a Secret for each folder, and never over the program', async () => {
    const tree = await configured(
      [
        'tls: { cert_file: /etc/tls/tls.crt, key_file: /etc/tls/tls.key, ca_file: roots.pem }',
        'security: { mutual_tls: { Partner: { trust: [/etc/tls/partner.pem] } } }',
        'clients: { orders: { url: https://orders.example, tls: { cert_file: client/tls.crt, key_file: client/tls.key } } }',
      ].join('\n'),
    );
    const { container, volumes } = pod(tree);
    const mounts = [
      { name: 'files', mountPath: '/etc/tls', readOnly: true },
      { name: 'files-2', mountPath: '/app/client', readOnly: true },
    ];
    expect(container.volumeMounts.slice(-2)).toEqual(mounts);
    expect(volumes.slice(-2)).toEqual([
      { name: 'files', secret: { secretName: 'library-etc-tls' } },
      { name: 'files-2', secret: { secretName: 'library-client' } },
    ]);
    const examples = parseAllDocuments(tree.read('apps/library/deploy/secret.example.yaml', 'utf8') ?? '');
    expect(examples.map((each) => [each.toJS().metadata.name, Object.keys(each.toJS().data)])).toEqual([
      ['library-etc-tls', ['tls.crt', 'tls.key', 'partner.pem']],
      ['library-client', ['tls.crt', 'tls.key']],
    ]);
  });

  it('says of a place that only a variable without a default knows that nothing is mounted there', async () => {
    const tree = await libraryWorkspace();
    const warn = vi.spyOn(logger, 'warn').mockImplementation(() => undefined);
    tree.write('apps/library/config.yaml', `tls: { cert_file: /etc/tls/tls.crt, key_file: "\${KEY}" }\n`);
    await deployGenerator(tree, { service: 'library' });
    expect(warn.mock.calls).toEqual([
      [
        `apps/library: tls.key_file comes from KEY, which has no default: nothing can be mounted there (write the path into config.production.yaml, or a default for the variable: \${KEY:-/etc/library/…})`,
      ],
    ]);
    warn.mockRestore();
  });

  it.each([
    [
      'the socket that the configuration names',
      'socket: unix:///run/spire/agent.sock',
      { at: '/run/spire', source: { csi: { driver: 'csi.spiffe.io', readOnly: true } }, variable: undefined },
    ],
    [
      'that of the driver where it names none',
      'schemes: {}',
      {
        at: '/spiffe-workload-api',
        source: { csi: { driver: 'csi.spiffe.io', readOnly: true } },
        variable: 'unix:///spiffe-workload-api/spire-agent.sock',
      },
    ],
    [
      'a folder for files',
      'svid_file: svid/a.pem, key_file: svid/a.key, bundle_file: svid/b.pem',
      { at: '/app/svid', source: { emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }, variable: undefined },
    ],
  ])('the identity of SPIFFE: %s', async (_what, written, want) => {
    const { container, volumes } = pod(
      await configured(`tls: { svid: true }\nsecurity: { spiffe: { trust_domain: shop.example, ${written} } }\n`),
    );
    expect(container.volumeMounts.at(-1)).toEqual({ name: 'svid', mountPath: want.at, readOnly: true });
    expect(volumes.at(-1)).toEqual({ name: 'svid', ...want.source });
    const variable = container.env.find(({ name }: { readonly name: string }) => name === 'SPIFFE_ENDPOINT_SOCKET');
    expect(variable?.value).toBe(want.variable);
  });

  it('a contract that has paths of probes and metrics for itself', async () => {
    const tree = await libraryWorkspace();
    const paths = ['/livez', '/health', '/readyz', '/metrics'].map(
      (path) =>
        `  ${path}: { servers: [{ url: / }], get: { operationId: "${path.slice(1)}", responses: { '200': { description: Ok } } } }\n`,
    );
    edit(tree, 'apps/library/openapi.yaml', ['paths:\n', `paths:\n${paths.join('')}`]);
    await syncGenerator(tree);
    const { livenessProbe, readinessProbe } = pod(tree).container;
    expect([livenessProbe.tcpSocket, readinessProbe.httpGet]).toEqual([
      { port: 'http' },
      { path: '/ready', port: 'http' },
    ]);
    expect(tree.exists('apps/library/deploy/components/monitoring/servicemonitor.yaml')).toBe(false);
  });
});
