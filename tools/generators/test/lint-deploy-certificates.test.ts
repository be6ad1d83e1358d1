import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { deployFacts } from '../src/emit/deploy/deploy-facts.ts';
import { deployInput } from '../src/emit/deploy/deploy-input.ts';
import { appTree, serviceTrees } from '../src/generators/app-tree.ts';
import deployGenerator from '../src/generators/deploy/generator.ts';
import { readAppContract } from '../src/generators/read-contract.ts';
import { lintDeployment } from '../src/lint-deploy/lint-deployment.ts';
import { filesBelow, libraryWorkspace } from './generator-tree.ts';

describe('brrt lint-deploy of a service with certificates', () => {
  const lintWith = async (settings: string): Promise<readonly string[]> => {
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
      return found.map(({ code, severity }) => `${severity} ${code}`);
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
    expect((await lintWith(settings)).toSorted()).toEqual(want);
  });
});
