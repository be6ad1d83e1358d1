import type { ServiceModel } from '@brrt/service-model';
import { compositionFile } from '../compose/read-composition.ts';
import { type AppTree, GeneratorInputError } from './app-tree.ts';
import { composeContract } from './compose-contract.ts';
import { readAppContract } from './read-contract.ts';

/** The contracts of the apps in a tree, each read once; those that are composed are composed before. */
export interface AppModels {
  /** Undefined for a service that is no app of the workspace. */
  modelOf(service: string): Promise<ServiceModel | undefined>;
  /** Contracts that have been composed anew, relative to the workspace. */
  readonly written: readonly string[];
}

export function createAppModels(apps: readonly AppTree[], workspaceRoot: string): AppModels {
  const models = new Map<string, Promise<ServiceModel>>();
  const composing: string[] = [];
  const written: string[] = [];
  const read = async (app: AppTree): Promise<ServiceModel> => {
    if (app.read(compositionFile) !== undefined) {
      composing.push(app.name);
      const { contract } = await composeContract(app, workspaceRoot, modelOf);
      composing.pop();
      if (contract !== undefined && app.read(contract.path) !== contract.text) {
        app.write(contract);
        written.push(`${app.root}/${contract.path}`);
      }
    }
    return (await readAppContract(app, workspaceRoot)).model;
  };
  const modelOf = (service: string): Promise<ServiceModel | undefined> => {
    const app = apps.find(({ name }) => name === service);
    if (app === undefined) return Promise.resolve(undefined);
    if (composing.includes(service)) {
      const circle = [...composing.slice(composing.indexOf(service)), service].join(' → ');
      throw new GeneratorInputError(`Contracts are composed of one another: ${circle}.`);
    }
    const known = models.get(service) ?? read(app);
    models.set(service, known);
    return known;
  };
  return { modelOf, written };
}
