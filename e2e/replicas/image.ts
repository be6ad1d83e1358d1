import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';
import { type RunningProgram, startProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';

/** The last stage of a Dockerfile, as far as its instructions say what runs and where. */
export interface ImageStage {
  /** Sources within the workspace, and where they go to. */
  readonly copies: readonly (readonly [from: string, to: string])[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly workingFolder: string;
  readonly command: readonly string[];
  readonly healthcheck: readonly string[];
  readonly stopSignal: NodeJS.Signals;
}

const buildFolder = '/workspace/';

export function readLastStage(dockerfile: string): ImageStage {
  const parsed = DockerfileParser.parse(dockerfile);
  const all = parsed.getInstructions();
  const stage = all.slice(all.findLastIndex((each) => each.getKeyword() === 'FROM'));
  const last = (keyword: string): Instruction | undefined => stage.findLast((each) => each.getKeyword() === keyword);
  const text = (keyword: string): string => last(keyword)?.getArgumentsContent() ?? '';
  const workingFolder = text('WORKDIR');
  return {
    copies: stage
      .filter((each): each is Copy => each.getKeyword() === 'COPY')
      .map((each) => {
        const [from = '', to = ''] = each.getArguments().map((argument) => argument.getValue());
        return [from.slice(buildFolder.length), join(workingFolder, to)] as const;
      }),
    env: Object.fromEntries(
      parsed
        .getENVs()
        .filter((each) => stage.includes(each))
        .flatMap((each) => each.getProperties().map((property) => [property.getName(), property.getValue() ?? ''])),
    ),
    user: text('USER'),
    workingFolder,
    command: JSON.parse(text('CMD')) as readonly string[], // the exec form, which the linter demands
    healthcheck: JSON.parse(
      /CMD (\[.*\])/s.exec(last('HEALTHCHECK')?.getTextContent() ?? '')?.[1] ?? '[]',
    ) as readonly string[], // the same
    stopSignal: (text('STOPSIGNAL') || 'SIGTERM') as NodeJS.Signals, // the linter knows them
  };
}

/** What would be in a container of the image, run without Docker: a mount namespace in which nothing but /tmp can be written. */
export class Container implements AsyncDisposable {
  readonly #stage: ImageStage;
  readonly #root: string;

  private constructor(stage: ImageStage, root: string) {
    this.#stage = stage;
    this.#root = root;
  }

  static async make(stage: ImageStage): Promise<Container> {
    // Not below /tmp, which the container has for itself.
    const root = await mkdtemp('/var/tmp/brrt-image-');
    await mkdir(join(root, 'bin'));
    await writeFile(join(root, 'bin/node'), '');
    for (const [from, to] of stage.copies) await cp(join(workspaceRoot, from), join(root, to), { recursive: true });
    await rm(join(root, stage.workingFolder, 'config.development.yaml'), { force: true });
    await chmod(root, 0o755);
    return new Container(stage, root);
  }

  /** A command with the container's user, folder, environment and file system. */
  run(command: readonly string[], env: Readonly<Record<string, string>> = {}): RunningProgram {
    const { user, workingFolder } = this.#stage;
    const [uid = '', gid = uid] = user.split(':');
    const variables = Object.entries({ PATH: `${this.#root}/bin:/usr/bin:/bin`, ...this.#stage.env, ...env }).map(
      ([name, value]) => `${name}=${value}`,
    );
    const script = [
      'set -e',
      'mount --bind "$0" "$1/bin/node"',
      // Nothing of the workspace is there, as in the image.
      'mount -t tmpfs -o ro none "$2"',
      'mount -t tmpfs -o mode=1777 none /tmp',
      'mount -o remount,ro,bind /',
      'cd "$1$3"',
      'shift 3',
      'uid=$1 gid=$2',
      'shift 2',
      'exec setpriv --reuid="$uid" --regid="$gid" --clear-groups --no-new-privs --bounding-set=-all env -i "$@"',
    ].join('\n');
    const args = [
      '--mount',
      'bash',
      '-c',
      script,
      process.execPath,
      this.#root,
      workspaceRoot,
      workingFolder,
      uid,
      gid,
      ...variables,
      ...command,
    ];
    return startProgram('unshare', args, { cwd: '/' });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.#root, { recursive: true, force: true });
  }
}
