import { describe, expect, it } from 'vitest';
import { packedManifest } from './packed-manifest.ts';

const source = {
  name: '@brrt/security',
  version: '0.2.0',
  exports: { '.': './src/index.ts', './testing': './test/testing/index.ts' },
  dependencies: { '@brrt/router-core': '0.2.0', 'find-my-way': '9.10.1', jose: '6.2.17' },
  devDependencies: { vitest: '4.1.12' },
};
const packing = { folder: 'libs/security', own: new Set(['@brrt/router-core']), repository: undefined };

describe('a published manifest', () => {
  it('offers modules with types, and nothing of tests', () => {
    expect(packedManifest(source, packing)).toMatchObject({
      engines: { node: '>=22.18' },
      exports: {
        '.': { types: './src/index.d.ts', default: './src/index.js' },
        './package.json': './package.json',
      },
    });
    expect(packedManifest(source, packing)).not.toHaveProperty(['exports', './testing']);
    expect(packedManifest(source, packing)).not.toHaveProperty('devDependencies');
  });

  it('wants its own packages exactly, and of others what mends them', () => {
    const wanted = { '@brrt/router-core': '0.2.0', 'find-my-way': '9.10.1', jose: '^6.2.17' };
    expect(packedManifest(source, packing).dependencies).toEqual(wanted);
  });

  it('says where it comes from where a workflow of that repository makes it, and only there', () => {
    expect(packedManifest(source, packing).publishConfig).toEqual({ access: 'public' });
    expect(packedManifest(source, { ...packing, repository: 'acme/brrt' })).toMatchObject({
      publishConfig: { access: 'public', provenance: true },
      repository: { url: 'git+https://github.com/acme/brrt.git', directory: 'libs/security' },
    });
  });
});
