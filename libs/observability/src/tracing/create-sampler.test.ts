import { describe, expect, it } from 'vitest';
import { createSampler } from './create-sampler.ts';

const low = `4bf92f3577b34da6a3c0000000000000`;
const high = `4bf92f3577b34da6a3cfffffffffffff`;

describe('the sampler of the environment', () => {
  it.each([
    [undefined, undefined, [true, true, false]],
    ['always_on', undefined, [true, true, true]],
    ['always_off', undefined, [false, false, false]],
    ['parentbased_always_on', undefined, [true, true, false]],
    ['parentbased_always_off', undefined, [false, true, false]],
    ['traceidratio', '0', [false, false, false]],
    ['traceidratio', '1', [true, true, true]],
    ['traceidratio', String(1 - Number.EPSILON / 2), [true, true, true]],
    ['parentbased_traceidratio', '0', [false, true, false]],
    ['parentbased_traceidratio', '', [true, true, false]],
  ])('%s %s', (OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG, wanted) => {
    const problems: string[] = [];
    const sample = createSampler({ OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG }, (problem) => problems.push(problem));
    expect([sample(high, undefined), sample(high, true), sample(high, false)]).toEqual(wanted);
    expect(problems).toEqual([]);
  });

  it('decides by the last digits of the trace id, the same everywhere', () => {
    const sample = createSampler({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' }, () => {});
    expect([sample(low, undefined), sample(high, undefined)]).toEqual([true, false]);
  });

  it.each([
    ['0.01', '028f5c28f5c28', '028f5c28f5c29'],
    ['0.0001', '00068db8bac71', '00068db8bac72'],
    ['0.5', '7ffffffffffff', '8000000000000'],
  ])('%s is a bound between two ids', (OTEL_TRACES_SAMPLER_ARG, last, next) => {
    const sample = createSampler({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG }, () => {});
    const idOf = (digits: string) => low.slice(0, -13) + digits;
    expect([sample(idOf(last), undefined), sample(idOf(next), undefined)]).toEqual([true, false]);
  });

  it.each([
    ['jaeger_remote', undefined, /OTEL_TRACES_SAMPLER="jaeger_remote" is not known/],
    ['traceidratio', '2', /OTEL_TRACES_SAMPLER_ARG="2" is no number from 0 to 1/],
    ['traceidratio', 'half', /OTEL_TRACES_SAMPLER_ARG="half"/],
  ])('says that it cannot use %s %s, and records', (OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG, wanted) => {
    const problems: string[] = [];
    const sample = createSampler({ OTEL_TRACES_SAMPLER, OTEL_TRACES_SAMPLER_ARG }, (problem) => problems.push(problem));
    expect(problems).toEqual([expect.stringMatching(wanted)]);
    expect(sample(high, undefined)).toBe(true);
  });
});
