import { propertyRuns } from '@brrt/router-core/testing';
import type { JsonObject } from '@brrt/service-model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StartEcho } from './echo-service.ts';
import { type ParameterCase, type Place, parameterCase } from './parameter-arbitraries.ts';

const keys: Readonly<Record<Place, 'path' | 'query' | 'headers' | 'cookies'>> = {
  path: 'path',
  query: 'query',
  header: 'headers',
  cookie: 'cookies',
};

function contractOf(parameters: readonly JsonObject[]): object {
  const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => `/{${name}}`);
  const operation = { operationId: 'call', parameters, responses: { 204: { description: '' } } };
  return {
    openapi: '3.2.0',
    info: { title: 'Parameters', version: '1' },
    paths: { [`/x${inPath.join('')}`]: { get: operation } },
    components: { schemas: { Count: { type: 'integer', minimum: 0 } } },
  };
}

/** Two spread objects, or one beside a parameter that is called like its property, could take the same name. */
function haveNamesOfTheirOwn(cases: readonly ParameterCase[]): boolean {
  const names = cases.flatMap(({ parameter, value }) => {
    const isSpread = parameter.explode === true && typeof value === 'object' && value !== null && !Array.isArray(value);
    return isSpread ? Object.keys(value).map((name) => `${parameter.in} ${name}`) : [];
  });
  return new Set(names).size === names.length;
}

function byPlace(cases: readonly ParameterCase[]): Readonly<Record<string, Record<string, unknown>>> {
  const values: Record<string, Record<string, unknown>> = { path: {}, query: {}, headers: {}, cookies: {} };
  for (const { parameter, value } of cases) {
    const place = values[keys[parameter.in]];
    if (place !== undefined) place[parameter.name] = value;
  }
  return values;
}

/** What arrives is what was given. */
export function describeParameters(startEcho: StartEcho): void {
  describe('parameters of a real client at a real service', () => {
    const cases = fc
      .tuple(parameterCase(0), parameterCase(1), parameterCase(2), parameterCase(3))
      .filter(haveNamesOfTheirOwn);

    it('arrive as they were given, in every place, style, explode and type', async () => {
      await fc.assert(
        fc.asyncProperty(cases, async (given) => {
          await using echo = await startEcho(contractOf(given.map(({ parameter }) => parameter)), {
            strictQuery: true,
          });
          const arrived = (await echo.call('call', byPlace(given))).given;
          const expected = byPlace(given.filter(({ isAbsent }) => !isAbsent));
          const { path, query, headers, cookies } = arrived;
          expect({ path, query, headers, cookies }).toEqual(expected);
        }),
        propertyRuns(150),
      );
    });
  });
}
