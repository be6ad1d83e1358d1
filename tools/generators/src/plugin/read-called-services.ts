import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readClients } from './read-clients.ts';

/** Names of the services that an app calls, by generated clients or by passing operations on, sorted. */
export function readCalledServices(appFolder: string): readonly string[] {
  return [...new Set([...readClients(appFolder), ...readPassedServices(appFolder)])].sort();
}

// Read without a reader of YAML: the whole workspace is asked for this whenever something in it changes.
function readPassedServices(appFolder: string): readonly string[] {
  return passedServicesIn(readContract(appFolder));
}

/** Names of the services that operations of a contract are passed on to, as often as they stand there. */
export function passedServicesIn(contract: string): readonly string[] {
  const found = contract.matchAll(/^[ \t]*["']?x-service["']?:[ \t]*["']?([A-Za-z\d][\w.-]*)/gm);
  return [...found].map(([, service = '']) => service);
}

function readContract(appFolder: string): string {
  try {
    return readFileSync(join(appFolder, 'openapi.yaml'), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
