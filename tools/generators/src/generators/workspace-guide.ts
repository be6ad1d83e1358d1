import type { Tree } from '@nx/devkit';
import { emitWorkspaceGuide, guideFile, updateGuide } from '../emit/emit-workspace-guide.ts';
import { passedServicesIn } from '../plugin/read-called-services.ts';
import { serviceTrees } from './app-tree.ts';
import { readPort } from './choose-port.ts';

/** Lets the guide of the workspace name every service that there is. Gives the files that were written. */
export function updateWorkspaceGuide(tree: Tree): readonly string[] {
  const services = serviceTrees(tree).map(({ name, read, clients }) => ({
    service: name,
    port: readPort(read('config.yaml') ?? ''),
    called: [...new Set([...clients(), ...passedServicesIn(read('openapi.yaml') ?? '')])].sort(),
  }));
  if (services.length === 0) return [];
  const text = updateGuide(tree.read(guideFile, 'utf8') ?? undefined, emitWorkspaceGuide(services));
  if (text === undefined) return [];
  tree.write(guideFile, text);
  return [guideFile];
}
