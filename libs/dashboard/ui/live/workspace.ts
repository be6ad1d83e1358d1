import { computed, signal } from '@preact/signals';
import type { ServiceInfo } from '../../src/api/services.ts';
import { ApiError } from '../api/client.ts';
import { api } from '../api/routes.ts';
import { onEvent, reconnects } from './events.ts';

/** All services, as they are now; undefined before the first answer. */
export const services = signal<readonly ServiceInfo[] | undefined>(undefined);
export const servicesProblem = signal<ApiError | undefined>(undefined);
export const workspaceName = signal('');

export const serviceNames = computed(() => (services.value ?? []).map(({ name }) => name));

/** Keeps the signals above true. */
export function followWorkspace(): void {
  onEvent('services', (event) => {
    services.value = event.services;
    servicesProblem.value = undefined;
  });
  onEvent('hello', ({ workspace }) => {
    workspaceName.value = workspace;
  });
  reconnects.subscribe(() => void reload());
}

async function reload(): Promise<void> {
  try {
    services.value = await api.services();
    servicesProblem.value = undefined;
  } catch (cause) {
    servicesProblem.value = cause instanceof ApiError ? cause : new ApiError(0, 'The page failed', String(cause));
  }
}
