import { open, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Puts a text into a file as some program does it. */
export type WayToSave = (file: string, text: string) => Promise<void>;

/** How editors and tools save, each with what it leaves lying about on the way. */
export const waysToSave: Readonly<Record<string, WayToSave>> = {
  'in one write': (file, text) => writeFile(file, text),

  'as Vim does: a probe, the old one as backup, a new file': async (file, text) => {
    const probe = join(dirname(file), '4913');
    await writeFile(probe, '');
    await rm(probe);
    await rename(file, `${file}~`);
    await writeFile(file, text);
    await rm(`${file}~`);
  },

  'with a swap file and a lock beside': async (file, text) => {
    const swap = join(dirname(file), `.${basename(file)}.swp`);
    const lock = join(dirname(file), `.#${basename(file)}`);
    await writeFile(swap, 'b0VIM 9.0');
    await writeFile(lock, 'somebody@here');
    await writeFile(file, text);
    await rm(swap);
    await rm(lock);
  },

  'a new file that takes the place of the old': async (file, text) => {
    const fresh = join(dirname(file), `.${basename(file)}.new`);
    await writeFile(fresh, text);
    await rename(fresh, file);
  },

  'removed, and made anew a while later': async (file, text) => {
    await rm(file);
    await wait(120);
    await writeFile(file, text);
  },

  'emptied, and written in two parts': async (file, text) => {
    const handle = await open(file, 'w');
    await wait(90);
    const middle = Math.floor(text.length / 2);
    await handle.write(text.slice(0, middle));
    await wait(20);
    await handle.write(text.slice(middle));
    await handle.close();
  },
};

/** Twenty saves within 200 ms, as formatters and impatient people do; `textOf(20)` is the last. */
export async function saveInBurst(file: string, textOf: (round: number) => string): Promise<void> {
  for (let round = 1; round <= 20; round++) {
    await writeFile(file, textOf(round));
    await wait(10);
  }
}
