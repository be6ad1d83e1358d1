import { expect, it } from 'vitest';
import { SharedItem } from './shared-item.ts';

it('keeps nothing in memory but what it was written as', () => {
  const item = new SharedItem({ data: 'é' }, undefined);
  const octets = item.octetsBy({}, () => 'data: é\n\n');
  expect(octets.toString()).toBe('data: é\n\n');
  expect(octets.buffer.byteLength).toBe(octets.length);
});
