import type { MediaType, Operation, Response } from '@brrt/service-model';
import { mayHaveContent } from '../body/index.ts';
import type { Preference, PreferenceName } from './parse-prefer.ts';

/** What became of what a client preferred. */
export interface PreferenceOutcome {
  /** What `Preference-Applied` says (RFC 7240 §3); undefined: no preference made a difference. */
  readonly applied: string | undefined;
  /** What `X-BRRT-Preference-Ignored` says: those that were not met, and why. Nothing of what the client wrote is in it. */
  readonly ignored: string | undefined;
}

/** What an answer came out as. */
export interface PreferredAnswer {
  readonly operation: Operation;
  readonly response: Response;
  readonly status: number;
  readonly mediaType?: string;
  readonly kind?: 'example' | 'generated';
  readonly name?: string | undefined;
}

export const noPreference: PreferenceOutcome = { applied: undefined, ignored: undefined };

/** RFC 7240 §2: a preference that cannot be met is ignored, and the client is told so. */
export function preferenceOutcome(preference: Preference, answer: PreferredAnswer): PreferenceOutcome {
  for (const _stated in preference) {
    return { applied: listOf(appliedPreferences(preference, answer)), ignored: listOf(ignored(preference, answer)) };
  }
  return noPreference;
}

function listOf(members: readonly string[]): string | undefined {
  return members.length === 0 ? undefined : members.join(', ');
}

function appliedPreferences(preference: Preference, { status, kind, name }: PreferredAnswer): readonly string[] {
  const applied: string[] = [];
  if (preference.code === status) applied.push(`code=${status}`);
  if (preference.example !== undefined && preference.example === name) applied.push(`example=${tokenOrQuoted(name)}`);
  if (kind === 'generated') {
    if (preference.dynamic === true) applied.push('dynamic=true');
    if (preference.seed !== undefined) applied.push(`seed=${preference.seed}`);
  }
  return applied;
}

/** A dictionary of RFC 9651: each preference with its reason. */
function ignored({ unusable = [], ...preference }: Preference, answer: PreferredAnswer): readonly string[] {
  const reasons = new Map<PreferenceName, string>(unusable.map((name) => [name, malformed[name]]));
  const { code, example } = preference;
  if (code !== undefined && code !== answer.status) reasons.set('code', whyNotCode(code, answer));
  if (example !== undefined && example !== answer.name) reasons.set('example', whyNotExample(preference, answer));
  return order.flatMap((name) => {
    const reason = reasons.get(name);
    return reason === undefined ? [] : [`${name};reason=${quoted(reason)}`];
  });
}

const malformed: Readonly<Record<PreferenceName, string>> = {
  code: 'it has to be a status from 200 to 599',
  example: 'it has to be a name',
  dynamic: 'it has to be true or false',
  seed: 'it has to be a whole number from 0 to 4294967295',
};
const order: readonly PreferenceName[] = ['code', 'example', 'dynamic', 'seed'];

function whyNotCode(code: number, { operation }: PreferredAnswer): string {
  const declared = operation.responses.map(({ status }) => status);
  const isOpen = declared.includes('default') || declared.includes(`${Math.trunc(code / 100)}XX`);
  if (isOpen && !mayHaveContent(code)) return `${code} has no content, and what is declared has`;
  return `the contract declares ${listed(declared)}`;
}

function whyNotExample({ example, dynamic }: Preference, answer: PreferredAnswer): string {
  const { operation, response, status, mediaType, kind } = answer;
  if (mediaType === undefined) return 'the answer has no content';
  const named = ({ examples }: MediaType): boolean => examples.some(({ name }) => name === example);
  const own = response.content.filter(named).map((media) => media.mediaType);
  if (own.includes(mediaType)) {
    return kind === 'generated' && dynamic === true ? 'a made up value was preferred' : 'it breaks its schema';
  }
  if (own.length > 0) return `it is ${listed(own)}`;
  const other = operation.responses.find(({ content }) => content.some(named))?.status;
  if (other !== undefined) return `it belongs to ${other}: ask for code=${other} too`;
  const shown = response.content.find((media) => media.mediaType === mediaType)?.examples ?? [];
  return shown.length === 0 ? `${status} has none by name` : `${status} has ${listed(shown.map(({ name }) => name))}`;
}

const mostListed = 20;
const longestListed = 64;

function listed(texts: readonly string[]): string {
  const shown = texts.slice(0, mostListed).map((text) => text.slice(0, longestListed));
  return [...shown, ...(texts.length > mostListed ? ['...'] : [])].join(', ');
}

// RFC 9110 §5.6.4; the name came in a header, so it has no characters that a header cannot carry.
function tokenOrQuoted(text: string): string {
  return /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(text) ? text : `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

/** RFC 9651 §3.3.3: visible ASCII and spaces alone. */
function quoted(text: string): string {
  return `"${text.replaceAll(/[^\x20-\x7e]/g, '?').replaceAll(/["\\]/g, '\\$&')}"`;
}
