import type { ServiceModel } from '@brrt/service-model';
import { emitAuthorize } from './emit-authorize.ts';
import { emitConfig, emitDevelopmentConfig, emitProductionConfig } from './emit-config.ts';
import { emitContext } from './emit-context.ts';
import { emitGenerated } from './emit-generated.ts';
import { emitServiceGuide } from './emit-guide.ts';
import { emitMain } from './emit-main.ts';
import { emitPublicOperations, publicOperationsFile } from './emit-public-operations.ts';
import { emitRegistry } from './emit-registry.ts';
import { emitServiceModule } from './emit-service-module.ts';
import { emitServiceTest } from './emit-service-test.ts';
import { guideFile, updateGuide } from './emit-workspace-guide.ts';
import type { EmittedFile } from './emitted-file.ts';
import { registryFile } from './handler-files.ts';
import { authorizeFile } from './read-registry.ts';
import { contractDigest } from './taken-contract.ts';

/** What a new service is made of, beside its model. */
export interface NewService {
  /** Folder under `apps/`: kebab-case. */
  readonly service: string;
  readonly port: number;
  /** Text of `openapi.yaml`: the contract as its author wrote it, or one document bundled from several. */
  readonly contract: string;
  /** Makes one development credential that nobody can guess; called in the order of the security schemes. */
  readonly secret: () => string;
  /** Operations that cannot be read are left out. */
  readonly skipBroken?: boolean;
  /** The contract is made of `composition.yaml` and `aggregates.yaml`. */
  readonly isComposed?: boolean;
}

/** Every file of a new service. What the developer owns is written once: a file that exists is kept. */
export function emitService(model: ServiceModel, options: NewService): readonly EmittedFile[] {
  const { service, port, contract, secret, skipBroken, isComposed = false } = options;
  const registry = emitRegistry(model);
  const guide = updateGuide(undefined, emitServiceGuide(model, { service, registry, isComposed })) ?? '';
  return [
    { path: 'openapi.yaml', text: contract, owner: 'developer' },
    { path: 'config.yaml', text: emitConfig(port), owner: 'developer' },
    { path: 'config.development.yaml', text: emitDevelopmentConfig(model, { secret }), owner: 'developer' },
    { path: 'config.production.yaml', text: emitProductionConfig(model, service), owner: 'developer' },
    {
      path: 'tsconfig.json',
      text: '{ "extends": "../../tsconfig.base.json", "include": ["src", "test"] }\n',
      owner: 'developer',
    },
    { path: publicOperationsFile, text: emitPublicOperations(model), owner: 'developer' },
    { path: 'src/main.ts', text: emitMain(service), owner: 'developer' },
    { path: 'src/service.ts', text: emitServiceModule(service, model), owner: 'developer' },
    { path: 'src/service.test.ts', text: emitServiceTest(model, { service }), owner: 'developer' },
    { path: 'src/context.ts', text: emitContext(), owner: 'developer' },
    { path: authorizeFile, text: emitAuthorize(), owner: 'developer' },
    { path: registryFile, text: registry, owner: 'developer' },
    { path: guideFile, text: guide, owner: 'generator' },
    ...emitGenerated(model, { service, taken: contractDigest(contract), skipBroken }),
  ];
}
