import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { ConfigError } from './config-error.ts';
import { parsedConfigsName, printConfigs } from './print-configs.ts';
import { readConfig } from './read-config.ts';
import type { ServiceConfig } from './service-config.ts';

export const production = { NODE_ENV: 'production' };

export interface ConfigFolder {
  readonly path: string;
  /** Writes `config.yaml`, and those that lie over it where they are given, and reads them. */
  read(base: string, options?: ReadOptions): Promise<ServiceConfig>;
}

interface ReadOptions {
  readonly development?: string;
  readonly production?: string;
  readonly env?: object;
}

/** An empty folder for each test of the file that calls this. */
export function givenConfigFolder(): ConfigFolder {
  let path = '';
  beforeEach(async () => {
    path = await mkdtemp(join(tmpdir(), 'config-'));
  });
  afterEach(() => rm(path, { recursive: true }));
  return {
    get path() {
      return path;
    },
    read: async (base, { development, production, env } = {}) => {
      await writeFile(join(path, 'config.yaml'), base);
      if (development !== undefined) await writeFile(join(path, 'config.development.yaml'), development);
      if (production !== undefined) await writeFile(join(path, 'config.production.yaml'), production);
      const options = { directory: path, env: { ...env } };
      const [asWritten] = await Promise.allSettled([readConfig(options)]);
      await writeParsed(path);
      expect(await Promise.allSettled([readConfig(options)])).toEqual([asWritten]);
      return readConfig(options);
    },
  };
}

/** What a build leaves beside its configuration: it has to be read like the files themselves. */
async function writeParsed(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.yaml'));
  const texts = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')]));
  await writeFile(join(folder, parsedConfigsName), printConfigs(Object.fromEntries(texts)));
}

/** The mistakes that a reading ends with, as `line path: message (hint)`. */
export async function mistakesOf(reading: Promise<unknown>): Promise<readonly string[]> {
  const error = await reading.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!(error instanceof ConfigError)) throw new TypeError('expected a ConfigError', { cause: error });
  return error.mistakes.map(
    ({ line, path, message, hint }) => `${line} ${path}: ${message}${hint ? ` (${hint})` : ''}`,
  );
}
