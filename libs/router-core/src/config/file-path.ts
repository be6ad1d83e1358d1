import { dirname, resolve } from 'node:path';
import { checkedText } from './decode.ts';

/** Relative paths start at the folder of the file that names them. */
export const filePath = checkedText((value, { file }) => resolve(dirname(file), value));
