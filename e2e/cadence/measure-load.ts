import { readFile, writeFile } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import type { Row } from './row.ts';
import { serveApp, untilAnswer } from './served-app.ts';

interface Load {
  /** How often the contract is saved meanwhile. */
  readonly swaps: number;
  readonly requests: number;
}

const clients = 16;

/** Requests to the pet store while its contract is saved again and again: how many fail. */
export async function measureLoad(root: string, { swaps, requests }: Load): Promise<readonly Row[]> {
  const file = join(root, 'apps/petstore/openapi.yaml');
  const text = await readFile(file, 'utf8');
  await using app = await serveApp(root, 'petstore');
  await untilAnswer(`${app.url}/health`, (answer) => answer !== '');
  const agent = new Agent({ keepAlive: true, maxSockets: clients });
  let [sent, failed, swapped] = [0, 0, 0];
  const client = async (): Promise<void> => {
    while (sent < requests || swapped < swaps) {
      sent++;
      if ((await ask(`${app.url}/pets/1`, agent)) !== 200) failed++;
    }
  };
  const sending = Array.from({ length: clients }, client);
  for (; swapped < swaps; swapped++) {
    const version = `8.0.${swapped}`;
    await writeFile(file, text.replace(/^( +version: *)\S+/m, `$1${version}`));
    await untilAnswer(`${app.url}/openapi.json`, (answer) => answer.includes(`"${version}"`));
  }
  await Promise.all(sending);
  agent.destroy();
  await writeFile(file, text);
  return [{ what: `requests that fail while the contract is swapped ${swaps} times`, count: `${failed} of ${sent}` }];
}

/** The status; 0 when there was no answer. */
function ask(url: string, agent: Agent): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'x-api-key': 'petstore-header-key-6f1d0c94' };
    const message = request(url, { agent, headers }, (response) => {
      response.resume();
      response.once('end', () => resolve(response.statusCode ?? 0));
    });
    message.once('error', () => resolve(0));
    message.end();
  });
}
