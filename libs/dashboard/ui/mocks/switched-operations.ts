import { computed, signal } from '@preact/signals';
import type { MockState, OperationInfo } from '../../src/api/services.ts';
import { api } from '../api/routes.ts';
import { onEvent, reconnects } from '../live/events.ts';
import { services } from '../live/workspace.ts';
import { isSwitched } from './mock-states.ts';

export interface SwitchedOperation {
  readonly service: string;
  readonly operation: string;
  readonly state: MockState;
}

/** Operations by service, as they were last asked for. */
const operations = signal<ReadonlyMap<string, readonly OperationInfo[]>>(new Map());

/** Every operation, of any service, that does not answer as it is written. */
export const switchedOperations = computed<readonly SwitchedOperation[]>(() =>
  [...operations.value].flatMap(([service, all]) =>
    all.filter(({ mock }) => isSwitched(mock)).map(({ id, mock }) => ({ service, operation: id, state: mock })),
  ),
);

let following = false;

/** Asks for the switches of all services, and again when one is thrown. Once for the page. */
export function followMocks(): void {
  if (following) return;
  following = true;
  onEvent('mock', ({ service }) => void ask([service]));
  onEvent('contract', ({ service }) => void ask([service]));
  reconnects.subscribe(() => void ask(ownServices()));
  let known = '';
  services.subscribe(() => {
    const names = ownServices();
    if (names.join() === known) return;
    known = names.join();
    void ask(names);
  });
}

function ownServices(): readonly string[] {
  return (services.peek() ?? []).filter(({ origin }) => origin === 'workspace').map(({ name }) => name);
}

async function ask(names: readonly string[]): Promise<void> {
  const answers = await Promise.all(
    // A service whose contract cannot be read has no switches; its own view says why.
    names.map(async (name) => [name, await api.operations(name).catch(() => [])] as const),
  );
  operations.value = new Map([...operations.peek(), ...answers]);
}
