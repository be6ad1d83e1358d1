import { posix } from 'node:path';
import { appFolder, type DeployFacts, hidesProgram } from './deploy-facts.ts';
import { configMapName } from './manifest-parts.ts';

interface VolumeMount {
  readonly name: string;
  readonly mountPath: string;
  readonly subPath?: string;
  readonly readOnly?: true;
}

/** A Secret with files, and the folder where the service looks for them. */
interface FileSecret {
  readonly name: string;
  readonly folder: string;
  readonly files: readonly string[];
}

/** The file system of the image is read-only: configuration, what the service reads beside it, and every folder that it writes to. */
export function volumeMounts(facts: DeployFacts): readonly VolumeMount[] {
  return [
    ...Object.keys(facts.configFiles).map((file) => ({
      name: 'config',
      mountPath: `${appFolder}/${file}`,
      subPath: file,
      readOnly: true as const,
    })),
    ...folderVolumes(facts).map(({ volume: { name }, mountPath, readOnly }) => ({
      name,
      mountPath,
      ...(readOnly ? { readOnly } : {}),
    })),
  ];
}

export function volumes(facts: DeployFacts): readonly object[] {
  const config = { name: 'config', configMap: { name: configMapName(facts.service) } };
  return [config, ...folderVolumes(facts).map(({ volume }) => volume)];
}

/**
 * One for each folder of certificates and keys: renewed files arrive only where the whole folder is mounted. None lies over
 * the program.
 */
export function fileSecrets({ service, reads }: DeployFacts): readonly FileSecret[] {
  const folders = Map.groupBy(reads, posix.dirname);
  return [...folders]
    .filter(([folder]) => !hidesProgram(folder))
    .map(([folder, files]) => ({
      name: `${service}-${nameOf(folder)}`,
      folder,
      files: files.map((file) => posix.basename(file)),
    }));
}

interface FolderVolume {
  readonly volume: { readonly name: string };
  readonly mountPath: string;
  readonly readOnly?: true;
}

function folderVolumes(facts: DeployFacts): readonly FolderVolume[] {
  const scratch = { emptyDir: { sizeLimit: '256Mi' } };
  const folders = facts.writes.filter((path) => path !== '/tmp' && !hidesProgram(path));
  return [
    { volume: { name: 'tmp', ...scratch }, mountPath: '/tmp' },
    ...folders.map((mountPath, index) => ({ volume: { name: numbered('data', index), ...scratch }, mountPath })),
    ...fileSecrets(facts).map(({ name, folder }, index) => ({
      volume: { name: numbered('files', index), secret: { secretName: name } },
      mountPath: folder,
      readOnly: true as const,
    })),
    ...svidVolume(facts.svids),
  ];
}

function svidVolume(svids: DeployFacts['svids']): readonly FolderVolume[] {
  const mountPath = posix.dirname(svids?.path ?? '/');
  if (svids === undefined || hidesProgram(mountPath)) return [];
  return [{ volume: { name: 'svid', ...svidSource[svids.from] }, mountPath, readOnly: true }];
}

// The driver of SPIFFE brings the socket of the agent; files are written by a container that an overlay puts beside the service.
const svidSource = {
  socket: { csi: { driver: 'csi.spiffe.io', readOnly: true } },
  files: { emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
};

// '/etc/orders/tls' → 'etc-orders-tls', '/app/tls' → 'tls'
function nameOf(folder: string): string {
  return folder
    .replace(`${appFolder}/`, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function numbered(name: string, index: number): string {
  return index === 0 ? name : `${name}-${index + 1}`;
}
