import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ClaimedDelivery, ClaimRequest } from '../src/outbox/webhook-store.ts';
import { type Outbox, secretOfTests } from './outbox.ts';

/** What an outbox is, whichever database it is in. */
export function describeOutbox(name: string, open: () => Promise<Outbox>): void {
  describe(`an outbox in ${name}`, () => {
    let outbox: Outbox;
    beforeEach(async () => {
      outbox = await open();
      await outbox.endpoint('a');
    });
    afterEach(() => outbox[Symbol.asyncDispose]());

    const request = (more: Partial<ClaimRequest> = {}): ClaimRequest => ({
      ...{ now: 2_000, leaseUntil: 9_000, limit: 10, freeOf: () => 10, except: [] },
      ...more,
    });
    const claim = (more: Partial<ClaimRequest> = {}) => outbox.store.claim(request(more));
    const idsOf = (deliveries: readonly { readonly id: string }[]) => deliveries.map(({ id }) => id).sort();
    const one = async (more: Partial<ClaimRequest> = {}): Promise<ClaimedDelivery> => {
      const [delivery] = await claim(more);
      if (delivery === undefined) throw new TypeError('nothing was due');
      return delivery;
    };
    const attempt = { at: 2_000, milliseconds: 5, status: 500, answer: 'no' };

    it('gives back what was put into it, octets and nothing included', async () => {
      const body = Buffer.from([0, 255, 39, 128]);
      const headers = ['content-type', 'text/plain', 'x-a', "it's"];
      await outbox.delivery('m1', {
        body,
        headers,
        query: '?a=1',
        traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
      });
      await outbox.delivery('m2', { now: 1_500 });
      const [first, second] = (await claim()).toSorted((one, other) => one.id.localeCompare(other.id));
      expect(first).toMatchObject({
        id: 'm1',
        headers,
        query: '?a=1',
        method: 'POST',
        webhook: 'orderPlaced',
        attempt: 1,
      });
      expect(Buffer.from(first?.body ?? []).equals(body)).toBe(true);
      expect(first?.endpoint).toEqual({
        ...{ id: 'a', url: 'https://a.example/hook', secrets: [{ key: secretOfTests }] },
      });
      expect([second?.id, second?.body, second?.traceparent]).toEqual(['m2', null, undefined]);
    });

    it('gives each delivery to one at a time', async () => {
      for (let index = 0; index < 30; index++) await outbox.delivery(`m${index}`);
      const shares = await Promise.all([1, 2, 3].map(() => claim({ limit: 10 })));
      const all = shares.flat().map(({ id }) => id);
      expect(new Set(all).size).toBe(all.length);
      const rest = await claim({ limit: 100, freeOf: () => 100 });
      expect(all.length + rest.length).toBe(30);
      expect(await claim()).toEqual([]);
    });

    it('gives what nobody finished to somebody else, and hears no more of who had it', async () => {
      await outbox.delivery('m1');
      const lost = await one();
      expect(await claim({ now: 8_999 })).toEqual([]);
      const again = await one({ now: 9_000, leaseUntil: 12_000 });
      expect([again.id, again.attempt]).toEqual(['m1', 2]);
      expect(await outbox.store.settle(lost, { outcome: 'delivered', attempt, at: 9_100 })).toBe(false);
      expect(await outbox.store.settle(again, { outcome: 'delivered', attempt, at: 9_100 })).toBe(true);
      expect((await outbox.store.list({ limit: 5 }))[0]).toMatchObject({ state: 'delivered', settledAt: 9_100 });
    });

    it('holds back what is tried again until then', async () => {
      await outbox.delivery('m1');
      await outbox.store.settle(await one(), { outcome: 'retry', attempt, at: 2_100, dueAt: 5_000 });
      expect(await claim({ now: 4_999 })).toEqual([]);
      expect(await one({ now: 5_000 })).toMatchObject({ id: 'm1', attempt: 2, history: [attempt] });
    });

    it('lets no endpoint take the place of another', async () => {
      await outbox.endpoint('b');
      for (let index = 0; index < 8; index++) await outbox.delivery(`a${index}`);
      await outbox.delivery('b0', { endpointId: 'b', now: 1_900 });
      expect(idsOf(await claim({ limit: 5, freeOf: () => 2 }))).toEqual(
        ['a0', 'a1', 'b0'].map((id) => expect.stringMatching(id[0] ?? '')),
      );
      expect(idsOf(await claim({ except: ['a'] }))).toEqual([]);
      expect(await claim({ limit: 1 })).toHaveLength(1);
    });

    it('takes nothing for an endpoint that is gone or disabled, and ends what waits for it', async () => {
      await outbox.delivery('m1');
      await outbox.store.disableEndpoint('a', 3_000);
      await outbox.delivery('m2');
      await outbox.delivery('m3', { endpointId: 'nobody' });
      expect(await claim()).toEqual([]);
      expect(await outbox.store.list({ limit: 5 })).toMatchObject([
        { id: 'm1', state: 'dead', isEndpointDisabled: true },
      ]);
    });

    it('counts, lists by state, sends again and forgets', async () => {
      for (const id of ['m1', 'm2', 'm3']) await outbox.delivery(id, { now: 1_000 + Number(id[1]) });
      await outbox.store.settle(await one({ limit: 1 }), { outcome: 'dead', attempt, at: 2_100 });
      await outbox.store.settle(await one({ limit: 1 }), { outcome: 'delivered', attempt, at: 2_200 });
      expect(await outbox.store.state()).toEqual({ pending: 1, dead: 1, oldest: 1_003 });
      expect(idsOf(await outbox.store.list({ state: 'dead', limit: 5 }))).toEqual(['m1']);
      expect(idsOf(await outbox.store.list({ limit: 2 }))).toEqual(['m2', 'm3']);
      expect([await outbox.store.replay('m1', 3_000), await outbox.store.replay('m3', 3_000)]).toEqual([true, false]);
      // From its first attempt on.
      expect((await claim({ now: 3_000 })).map(({ id, attempt: count }) => [id, count]).sort()).toEqual([
        ['m1', 1],
        ['m3', 1],
      ]);
      await outbox.store.purge({ delivered: 2_200, dead: 9_000 });
      expect(idsOf(await outbox.store.list({ limit: 5 }))).toEqual(['m1', 'm2', 'm3']);
      await outbox.store.purge({ delivered: 2_201, dead: 9_000 });
      expect(idsOf(await outbox.store.list({ limit: 5 }))).toEqual(['m1', 'm3']);
    });

    it('changes secrets only where nobody else has', async () => {
      const before = [{ key: secretOfTests }];
      const after = [{ key: 'new' }, { key: secretOfTests, until: 5 }];
      expect(await outbox.store.changeSecrets('a', before, after)).toBe(true);
      expect(await outbox.store.changeSecrets('a', before, before)).toBe(false);
      expect((await outbox.store.findEndpoint('a'))?.secrets).toEqual(after);
    });

    it('is part of the transaction that puts something in', async () => {
      await expect(
        outbox.database.transaction().execute(async (transaction) => {
          const { insertDelivery } = await import('../src/outbox/webhook-statements.ts');
          const usual = { endpointId: 'a', webhook: 'w', method: 'POST', query: '', headers: [], now: 1, body: null };
          await transaction.executeQuery(insertDelivery({ ...usual, id: 'm1', traceparent: undefined }, outbox.kind));
          throw new RangeError('enough');
        }),
      ).rejects.toThrow('enough');
      expect(await claim()).toEqual([]);
    });
  });
}
