import { basename, join } from 'node:path';
import {
  type CreateDependencies,
  DependencyType,
  type ProjectConfiguration,
  type RawProjectGraphDependency,
} from '@nx/devkit';
import { clientsFolder, readClients } from './read-clients.ts';

/** An edge from an app to every service of the workspace that it has a generated client of. */
export const createDependencies: CreateDependencies = (_options, { projects, workspaceRoot }) => {
  const services = Object.entries(projects).filter(([, project]) => project.tags?.includes('kind:service'));
  const nameByFolder = new Map(services.map(([name, project]) => [basename(project.root), name]));
  return services.flatMap(([name, project]) => clientEdges({ name, project, nameByFolder, workspaceRoot }));
};

interface ClientEdges {
  readonly name: string;
  readonly project: ProjectConfiguration;
  readonly nameByFolder: ReadonlyMap<string, string>;
  readonly workspaceRoot: string;
}

function clientEdges({ name, project, nameByFolder, workspaceRoot }: ClientEdges): RawProjectGraphDependency[] {
  return readClients(join(workspaceRoot, project.root)).flatMap((client) => {
    const target = nameByFolder.get(client);
    if (target === undefined) return [];
    const sourceFile = `${project.root}/${clientsFolder}/${client}.gen.ts`;
    return [{ source: name, target, type: DependencyType.static, sourceFile }];
  });
}
