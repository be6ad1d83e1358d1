import { StartError, visibleLines } from '@brrt/service-model';
import { type Environment, readConfig, type ServiceConfig } from './config/index.ts';
import type { Service } from './create-service.ts';

export { explainRefusal } from './errors/listen-error.ts';

export interface RunServiceOptions {
  /** Where `config.yaml` stands, or a folder directly inside that one. */
  readonly directory: string;
  /** Usually `process.env`. */
  readonly env: Environment;
  /** Makes the service. Import its module here: a contract that cannot be read is found when it is loaded. */
  readonly create: (config: ServiceConfig) => Promise<Service>;
}

/**
 * A service as a process: reads the configuration, makes the service, serves until SIGTERM or SIGINT.
 * What whoever starts it can mend ends the process with exit code 1 and its message alone; any other fault is thrown.
 */
export async function runService({ directory, env, create }: RunServiceOptions): Promise<void> {
  try {
    const config = await readConfig({ directory, env });
    const service = await create(config);
    await service.run({ port: config.port, host: config.host });
  } catch (error) {
    if (!(error instanceof StartError)) throw error;
    process.stderr.write(`${visibleLines(error.message)}\n`, () => process.exit(1));
  }
}
