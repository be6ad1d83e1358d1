import { readFile, stat } from 'node:fs/promises';

/** Larger files are refused. In octets; the largest public contracts have 13 million. */
export const maxFileSize = 64 * 1024 * 1024;

export interface FileProblem {
  readonly problem: string;
}

/** Text of one file, or why there is none. */
export async function readText(path: string): Promise<{ readonly text: string } | FileProblem> {
  const content = await readOctets(path);
  return 'problem' in content ? content : textOf(content.octets, path);
}

export async function readOctets(path: string): Promise<{ readonly octets: Uint8Array } | FileProblem> {
  try {
    const status = await stat(path);
    if (!status.isFile()) return { problem: `${path} is not a file` };
    if (status.size > maxFileSize) return { problem: `${path} has ${status.size} octets, more than ${maxFileSize}` };
    return { octets: await readFile(path) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unreadable';
    return { problem: code === 'ENOENT' ? `There is no file ${path}` : `${path} cannot be read (${code})` };
  }
}

/** `path` names the octets in the problem. */
export function textOf(octets: Uint8Array, path: string): { readonly text: string } | FileProblem {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(octets) };
  } catch {
    return { problem: `${path} is not UTF-8 text` };
  }
}
