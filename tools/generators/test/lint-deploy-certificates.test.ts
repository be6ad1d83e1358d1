import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import { describe, expect, it } from 'vitest';
import { deployFacts } from '../src/emit/deploy/deploy-facts.ts';
import { deployInput } from '../src/emit/deploy/deploy-input.ts';
import { appTree, serviceTrees } from '../src/generators/app-tree.ts';
import deployGenerator from '../src/generators/deploy/generator.ts';
import { readAppContract } from '../src/generators/read-contract.ts';
import { lintDeployment } from '../src/lint-deploy/lint-deployment.ts';
import { filesBelow, libraryWorkspace } from './generator-tree.ts';

describe('brrt lint-deploy of a service with certificates', () => {
  const lintWith = async (settings: string): Promise<readonly Diagnostic[]> => {
    const tree = await libraryWorkspace();
    tree.write('apps/library/config.yaml', settings);
    await deployGenerator(tree, {});
    const folder = mkdtempSync(join(tmpdir(), 'brrt-certificates-'));
    try {
      for (const [path, text] of Object.entries(filesBelow(tree, 'apps/library/deploy/base'))) {
        const file = join(folder, path.slice('apps/library/deploy/'.length));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, text);
      }
      const { model } = await readAppContract(appTree(tree, 'library'), tree.root);
      const found = await lintDeployment({
        folder,
        facts: deployFacts(model, deployInput(serviceTrees(tree), 'library')),
      });
      return found;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };
  const files = (folder: string) => `cert_file: ${folder}tls.crt, key_file: ${folder}tls.key`;
  const spiffe = (source: string) =>
    `tls: { svid: true }\nsecurity: { spiffe: { trust_domain: shop.example, ${source} } }\n`;

  it.each<readonly [string, string, readonly string[]]>([
    ['nothing, with a folder of their own', `tls: { ${files('/etc/tls/')} }\n`, []],
    [
      'files beside the program, which no volume may hide',
      `tls: { ${files('')} }\n`,
      ['error certificate', 'error certificate'],
    ],
    ['data beside the program', 'database: { file: library.sqlite }\n', ['error writable']],
    [
      'certificates where the service writes',
      `tls: { ${files('data/')} }\ndatabase: { file: data/a.sqlite }\n`,
      ['error volume', 'warning database-file'],
    ],
    [
      'probes that the handshake refuses',
      `tls: { ${files('/etc/tls/')}, ca_file: /etc/tls/ca.crt, client_auth: require }\n`,
      ['error probe'],
    ],
    [
      'nothing, with probes at a port of their own',
      `tls: { ${files('/etc/tls/')}, ca_file: /etc/tls/ca.crt, client_auth: require }\nmanagement: { port: 9001 }\n`,
      [],
    ],
    ['nothing, with the socket of an agent', spiffe('socket: unix:///run/spire/agent.sock'), []],
    [
      'files of SPIFFE that nobody writes',
      spiffe('svid_file: svid/a.pem, key_file: svid/a.key, bundle_file: svid/b.pem'),
      ['warning svid'],
    ],
    [
      'files of SPIFFE beside the program',
      spiffe('svid_file: a.pem, key_file: a.key, bundle_file: b.pem'),
      ['error certificate'],
    ],
  ])('finds %s', async (_what, settings, want) => {
    const found = await lintWith(settings);
    expect(found.map(({ code, severity }) => `${severity} ${code}`).toSorted()).toEqual(want);
  });

  it.each<readonly [string, string, readonly string[]]>([
    [
      'certificates and keys',
      `tls: { cert_file: "\${CERTIFICATE}", key_file: "\${KEYS}/\${STAGE:-live}/tls.key", ca_file: /etc/tls/ca.crt }\n`,
      ['tls.cert_file comes from CERTIFICATE', 'tls.key_file comes from KEYS'],
    ],
    [
      'roots in a list',
      `security: { mutual_tls: { Partner: { trust: [/etc/tls/a.pem, "\${ROOTS}"] } } }\n`,
      ['security.mutual_tls.Partner.trust comes from ROOTS'],
    ],
    [
      'folders that the service writes to',
      `database: { file: "\${DATA}" }\nhttp: { multipart: { directory: "\${UPLOADS}" } }\n`,
      ['database.file comes from DATA', 'http.multipart.directory comes from UPLOADS'],
    ],
    ['the socket of SPIFFE', spiffe(`socket: "unix://\${AGENT}"`), ['security.spiffe.socket comes from AGENT']],
    [
      'files of SPIFFE',
      spiffe(`svid_file: "\${SVID}", key_file: svid/a.key, bundle_file: svid/b.pem`),
      ['security.spiffe.svid_file comes from SVID'],
    ],
    ['nothing that has a default', `tls: { cert_file: "\${A:-/etc/tls/a}", key_file: "\${B:-/etc/tls/b}" }\n`, []],
    ['no data beside a database that is elsewhere', `database: { file: "\${DATA}", url: "\${DATABASE_URL}" }\n`, []],
  ])('finds where only a variable without a default says the place: %s', async (_what, settings, want) => {
    const found = await lintWith(settings);
    expect(found.map(({ severity, code }) => `${severity} ${code}`)).toEqual(want.map(() => 'error unknown-path'));
    expect(found.map(({ message }) => message)).toEqual(
      want.map((each) => `Deployment library: ${each}, which has no default: nothing can be mounted there`),
    );
  });

  it('says at the variable what to do', async () => {
    const [found] = await lintWith(`tls: { cert_file: /etc/tls/tls.crt, key_file: "\${KEY}" }\n`);
    expect(found?.pointer).toMatch(/^\/spec\/template\/spec\/containers\/0\/env\/\d$/);
    expect(found?.hint).toBe(
      `write the path into config.production.yaml, or a default for the variable: \${KEY:-/etc/library/…}`,
    );
  });
});
