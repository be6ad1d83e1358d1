import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchClientTypes } from './fetch-client-types.ts';

const libraries = join(import.meta.dirname, '../../../../libs');
const folder = join(libraries, 'fetch-client/types');

mkdirSync(folder, { recursive: true });
for (const [name, text] of Object.entries(fetchClientTypes(libraries))) writeFileSync(join(folder, name), text);
