import { execFileSync } from 'node:child_process';
import { appendFile, cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runProgram } from '../support/running-program.ts';
import { workspaceRoot } from '../support/workspace-copy.ts';
import type { Row } from './row.ts';

const nxProgram = join(workspaceRoot, 'node_modules/nx/dist/bin/nx.js');

/** `nx show projects --affected` in a workspace of many services, without a daemon, after one contract was changed. */
export async function measureAffected(
  root: string,
  { services, rounds }: { readonly services: number; readonly rounds: number },
): Promise<readonly Row[]> {
  const git = (...args: readonly string[]): void => {
    execFileSync('git', ['-c', 'user.name=n', '-c', 'user.email=n@example.com', ...args], { cwd: root });
  };
  git('init', '-q', '-b', 'main');
  const few = await affected(root, git, rounds);
  for (let index = 1; index <= services; index++) await copyService(root, 'user-service', `service-${index}`);
  const many = await affected(root, git, rounds);
  return [
    { what: 'nx affected, 3 services', milliseconds: few },
    { what: `nx affected, ${services + 3} services`, milliseconds: many },
  ];
}

async function affected(root: string, git: (...args: readonly string[]) => void, rounds: number): Promise<number[]> {
  const times: number[] = [];
  git('add', '-A');
  git('commit', '-q', '-m', 'services');
  for (let round = 0; round < rounds; round++) {
    await appendFile(join(root, 'apps/petstore/openapi.yaml'), `# round ${round}\n`);
    git('commit', '-qam', 'change');
    const startedAt = performance.now();
    const args = [nxProgram, 'show', 'projects', '--affected', '--base=HEAD~1', '--head=HEAD', '--json'];
    const { code, output } = await runProgram(process.execPath, args, { cwd: root });
    times.push(performance.now() - startedAt);
    if (code !== 0 || !output.includes('["petstore"]')) throw new Error(output);
  }
  return times;
}

async function copyService(root: string, from: string, to: string): Promise<void> {
  const target = join(root, 'apps', to);
  await cp(join(root, 'apps', from), target, { recursive: true });
  for (const entry of await readdir(target, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const text = await readFile(file, 'utf8');
    if (text.includes(from)) await writeFile(file, text.replaceAll(from, to));
  }
}
