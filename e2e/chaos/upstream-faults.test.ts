import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LocalApp, startApp } from '../support/local-apps.ts';
import type { BadDay, Mood } from './support/bad-day.ts';
import { type Chain, startChain } from './support/chain.ts';
import { countSockets } from './support/count-sockets.ts';
import { describeStory } from './support/describe-story.ts';

let petstore: LocalApp;
let chain: Chain;

beforeAll(async () => {
  petstore = await startApp('petstore');
});
afterAll(() => petstore.stop());

/** For the tests of one `describe`. */
function startChainBefore(): void {
  beforeAll(async () => {
    chain = await startChain(petstore.url);
  });
  beforeEach(() => {
    for (const day of [chain.leaf, chain.direct]) day.forget();
  });
  afterAll(() => chain[Symbol.asyncDispose]());
}

interface Row {
  /** What a caller is told who needs the pet store. */
  readonly needed: readonly [status: number, type: string | undefined];
  /** How often the pet store is asked for it. */
  readonly asked: number;
  /** What the trace says of each time. */
  readonly told: readonly string[];
}

const timeout = 'urn:brrt:problem:upstream-timeout';
const unavailable = 'urn:brrt:problem:upstream-unavailable';
const contract = 'urn:brrt:problem:upstream-contract';

const rows: readonly (readonly [Mood, Row])[] = [
  ['well', { needed: [200, undefined], asked: 1, told: ['200'] }],
  ['slow', { needed: [504, timeout], asked: 1, told: ['ERR_'] }],
  ['dead', { needed: [502, unavailable], asked: 3, told: Array(3).fill('ERR_UPSTREAM') }],
  ['unavailable', { needed: [502, contract], asked: 3, told: Array(3).fill('503 ERR_UPSTREAM') }],
  ['flapping', { needed: [200, undefined], asked: 3, told: ['ERR_UPSTREAM', 'ERR_UPSTREAM', '200'] }],
  ['lying', { needed: [502, contract], asked: 1, told: ['200 ERR_UPSTREAM'] }],
  ['resetting', { needed: [502, unavailable], asked: 3, told: Array(3).fill('200 ERR_UPSTREAM') }],
  ['endless', { needed: [502, contract], asked: 1, told: ['200 ERR_UPSTREAM'] }],
  ['hanging', { needed: [504, timeout], asked: 1, told: ['200 ERR_'] }],
];

/** Nothing goes on that nobody waits for. */
async function expectQuiet(day: BadDay): Promise<void> {
  await expect.poll(() => day.unfinished, { timeout: 5_000 }).toBe(0);
}

describe.each(rows)('a pet store that is %s', (mood, { needed, asked, told }) => {
  startChainBefore();

  it('for who needs it', async () => {
    chain.leaf.mood = mood;
    const { status, body } = await chain.askForPets();
    expect([status, body.type]).toEqual(needed);
    expect(JSON.stringify(body)).not.toContain('secret');
    expect(chain.leaf.arrived).toHaveLength(asked);
    await expectQuiet(chain.leaf);
  });

  it('for a dashboard that does without pets, told by one trace', async () => {
    chain.leaf.mood = mood;
    const { status, body, traceId } = await chain.askForDashboard();
    expect(status).toBe(200);
    expect('pets' in body).toBe(needed[0] === 200);
    // The tier between has tried again; the one before it has not.
    expect(chain.leaf.arrived).toHaveLength(asked);
    await expectQuiet(chain.leaf);
    const story = await describeStory(chain, traceId);
    const [first, ...calls] = story;
    expect(first).toBe('bff GET /dashboard/{userId}: 200');
    expect(calls.filter((line) => line.startsWith('  bff → user-service GET /users/{id}/pets: '))).toHaveLength(1);
    const attempts = calls.filter((line) => line.startsWith('      user-service → petstore '));
    expect(attempts).toEqual(
      told.map((outcome, index) => {
        const attempt = index === 0 ? '' : `, attempt ${index + 1}`;
        return expect.stringMatching(
          `^ {6}user-service → petstore GET /users/{user_id}/pets: ${outcome}\\w*${attempt}$`,
        );
      }),
    );
  });

  it('for a dashboard that needs it', async () => {
    chain.leaf.mood = 'well';
    chain.direct.mood = mood;
    const { status, body } = await chain.askForDashboard();
    if (mood !== 'flapping') expect([status, body.type]).toEqual(needed);
    expect(JSON.stringify(body)).not.toContain('secret');
    await expectQuiet(chain.direct);
  });
});

const together = 10;

/** Users who come all the time; what each was told, by status. */
async function storm(
  requests: number,
  ask: () => Promise<{ readonly status: number }>,
): Promise<ReadonlyMap<number, number>> {
  const told = new Map<number, number>();
  let left = requests;
  const user = async (): Promise<void> => {
    while (left-- > 0) {
      const { status } = await ask();
      told.set(status, (told.get(status) ?? 0) + 1);
    }
  };
  await Promise.all(Array.from({ length: together }, user));
  return told;
}

describe.each<readonly [mood: Mood, requests: number]>([
  ['dead', 200],
  ['unavailable', 200],
  ['flapping', 200],
  ['lying', 200],
  ['resetting', 200],
  ['endless', 200],
  // Each takes two seconds until the breakers open.
  ['slow', 80],
  ['hanging', 80],
])('many users while a pet store is %s', (mood, requests) => {
  startChainBefore();

  it('three tiers ask it less than twice for each, the dashboard stands, and all is well again with it', async () => {
    await storm(requests, chain.askForDashboard);
    const before = await countSockets(chain);
    chain.leaf.forget();
    chain.leaf.mood = mood;
    const told = await storm(requests, chain.askForDashboard);
    expect(Object.fromEntries(told)).toEqual({ 200: requests });
    expect(chain.leaf.arrived.length).toBeLessThan(2 * requests);
    chain.leaf.mood = 'well';
    await expectQuiet(chain.leaf);
    await expect.poll(async () => (await chain.askForDashboard()).body, { timeout: 15_000 }).toHaveProperty('pets');
    await expect.poll(() => countSockets(chain), { timeout: 10_000 }).toBeLessThanOrEqual(before + 2);
    expect(chain.bff.program.errors() + chain.userService.program.errors()).not.toMatch(/Warning/);
  });
});
