import { createContextKey, ROOT_CONTEXT } from '@opentelemetry/api';
import { expect, it } from 'vitest';
import { LazyContext } from './lazy-context.ts';

it('is made once, when it is asked, and is what was made', () => {
  let made = 0;
  const [key, other] = [createContextKey('key'), createContextKey('other')];
  const context = new LazyContext(() => {
    made++;
    return ROOT_CONTEXT.setValue(key, 'value');
  });
  expect(made).toBe(0);
  expect(context.getValue(key)).toBe('value');
  const changed = context.setValue(other, 1);
  expect([changed.getValue(key), changed.getValue(other), context.getValue(other)]).toEqual(['value', 1, undefined]);
  expect(context.deleteValue(key).getValue(key)).toBeUndefined();
  expect(context.getValue(key)).toBe('value');
  expect(made).toBe(1);
});
