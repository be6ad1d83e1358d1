import { type Signal, signal } from '@preact/signals';
import type { OperationInfo, SchemaBundle, SecuritySchemeInfo } from '../../src/api/services.ts';
import { developmentProfile, type Profile } from './credentials.ts';
import { createDraft, type Draft } from './draft.ts';
import type { CallRun, RunningCall } from './run-call.ts';

/** A call that was made from this page. */
export interface PastCall {
  readonly number: number;
  readonly service: string;
  readonly operation: string;
  readonly draft: Draft;
  readonly run: CallRun;
}

export interface Profiles {
  readonly all: readonly Profile[];
  readonly active: number;
}

const MAXIMUM_CALLS = 30;

// All of this is gone with the page: drafts may hold secrets.
const drafts = new Map<string, Signal<Draft>>();
const profiles = new Map<string, Signal<Profiles>>();
const currents = new Map<string, Signal<RunningCall | undefined>>();

/** Newest first. */
export const history = signal<readonly PastCall[]>([]);
let calls = 0;

export function draftOf(service: string, operation: OperationInfo, bundle: SchemaBundle): Signal<Draft> {
  return ensure(drafts, `${service} ${operation.id}`, () => createDraft(operation, bundle));
}

export function profilesOf(service: string, schemes: readonly SecuritySchemeInfo[]): Signal<Profiles> {
  return ensure(profiles, service, () => ({ all: [developmentProfile(schemes)], active: 0 }));
}

/** The call whose answer is shown. */
export function currentCall(service: string, operation: string): Signal<RunningCall | undefined> {
  return ensure(currents, `${service} ${operation}`, () => undefined);
}

export function remember(call: Omit<PastCall, 'number'>): void {
  calls += 1;
  history.value = [{ ...call, number: calls }, ...history.peek()].slice(0, MAXIMUM_CALLS);
}

function ensure<T>(map: Map<string, Signal<T>>, key: string, create: () => T): Signal<T> {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = signal(create());
  map.set(key, made);
  return made;
}
