import { readdir, readlink } from 'node:fs/promises';
import type { Chain } from './chain.ts';

/** Sockets that the BFF and user-service hold. Known where the system says it of its processes (Linux); 0 elsewhere. */
export async function countSockets({ bff, userService }: Pick<Chain, 'bff' | 'userService'>): Promise<number> {
  const counts = await Promise.all([bff, userService].map(({ program }) => socketsOf(program.pid)));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function socketsOf(pid: number): Promise<number> {
  if (process.platform !== 'linux') return 0;
  const folder = `/proc/${pid}/fd`;
  const targets = await Promise.all(
    (await readdir(folder)).map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith('socket:')).length;
}
