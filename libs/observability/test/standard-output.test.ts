import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const library = JSON.stringify(join(import.meta.dirname, '../src/index.ts'));
const config = JSON.stringify(join(import.meta.dirname, '../../router-core/src/config/index.ts'));

const script = (end: string) => `
  import { createObservability } from ${library};
  import { defaultConfig } from ${config};
  const { logger, close } = createObservability({ service: 's', config: defaultConfig() });
  logger.service.info('first');
  await close();
  logger.service.info('after close');
  ${end}
`;

it.each([
  ['when the process ends by itself', ''],
  ['when it is ended', 'process.exit(0);'],
])('every line reaches standard output %s', async (_name, end) => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', script(end)]);
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).msg);
  expect(messages).toEqual(['first', 'after close']);
});
