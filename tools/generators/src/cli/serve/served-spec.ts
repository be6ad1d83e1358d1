import { basename, dirname } from 'node:path';
import { defaultConfig, readConfig, type ServiceConfig } from '@brrt/router-core/config';

/** A contract to be served without a workspace. Survives JSON: it goes to the process that serves it. */
export interface ServedSpec {
  readonly name: string;
  /** Absolute, as all paths here. */
  readonly spec: string;
  /** To be applied after those that lie beside the contract. */
  readonly overlays: readonly string[];
  readonly skipBroken: boolean;
  readonly handlers?: string | undefined;
  readonly config?: string | undefined;
}

/**
 * That of the file which was named, else every default; the environment over it.
 * @throws ConfigError
 */
export async function configOf(
  { config }: ServedSpec,
  env: Readonly<Record<string, string | undefined>>,
): Promise<ServiceConfig> {
  return config === undefined
    ? defaultConfig(env)
    : readConfig({ directory: dirname(config), name: basename(config), env });
}
