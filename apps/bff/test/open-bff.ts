import type { Service } from '@brrt/router-core';
import { readConfig } from '@brrt/router-core/config';
import { createBffService } from '../src/service.ts';

export const ada = '00000000-0000-4000-8000-000000000001';
export const nobody = '00000000-0000-4000-8000-00000000dead';
export const key = 'dev-bff-9a4d6e3c81f5';

/** The services that it calls. */
export interface Called {
  readonly petstore: string;
  readonly userService: string;
}

/** The BFF with its development configuration, without a port. */
export async function openBff({ petstore, userService }: Called): Promise<Service> {
  const env = { LOG_LEVEL: 'silent', PETSTORE_URL: petstore, USER_SERVICE_URL: userService };
  return createBffService(await readConfig({ directory: import.meta.dirname, env }));
}

/** Status and decoded body of a dashboard. */
export async function askForDashboard(
  service: Service,
  userId: string,
  headers: Readonly<Record<string, string>> = {},
) {
  const response = await service.fetch(`/dashboard/${userId}`, { headers: { 'x-api-key': key, ...headers } });
  return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
}
