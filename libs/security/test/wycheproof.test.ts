import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { signatureAlgorithms } from '@brrt/router-core/config';
import { compactVerify, createLocalJWKSet, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { parseClaims } from '../src/jwt/parse-claims.ts';
import { isCanonical, isCompactToken, verifyToken } from '../src/jwt/verify-token.ts';

const file = join(import.meta.dirname, '../../../../shared/suites/jose/json_web_signature_test.json');

interface Vector {
  readonly tcId: number;
  readonly comment: string;
  readonly jws: string | object;
  readonly result: 'valid' | 'invalid';
}

interface Group {
  /** Missing where the key is a shared secret. */
  readonly public?: JWK;
  readonly private?: JWK;
  readonly tests: readonly Vector[];
}

interface Suite {
  readonly numberOfTests: number;
  readonly testGroups: readonly Group[];
}

/** Valid by the vectors, refused here. */
const stricter: Readonly<Record<string, readonly number[]>> = {
  'an empty payload is no token': [259, 264, 268, 272, 320, 325],
  'the key is declared for another algorithm': [346, 347, 350, 351],
};

/** What `verifyToken` demands of form and signature; the payloads of the vectors are no claims. */
async function isAccepted(jws: string, key: JWK): Promise<boolean> {
  const [header = '', , signature = ''] = jws.split('.');
  if (!isCompactToken(jws) || parseClaims(header) === undefined || !isCanonical(signature)) return false;
  const keys = createLocalJWKSet({ keys: [key] });
  return compactVerify(jws, keys, { algorithms: [...signatureAlgorithms] }).then(
    () => true,
    () => false,
  );
}

// 401 vectors of Project Wycheproof.
describe.skipIf(!existsSync(file))("signatures of Wycheproof (skipped without '../shared')", () => {
  const suite: Suite = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { numberOfTests: 0, testGroups: [] };
  const vectors = suite.testGroups.flatMap(({ tests, ...keys }) => tests.map((vector) => ({ ...keys, ...vector })));

  it('are all here', () => {
    expect(vectors).toHaveLength(401);
    expect(suite.numberOfTests).toBe(401);
  });

  it('by asymmetric keys have the verdict of the vector, but where tokens have to be stricter', async () => {
    const differing: number[] = [];
    let seen = 0;
    for (const { public: key, jws, result, tcId } of vectors) {
      if (key === undefined || typeof jws !== 'string') continue;
      seen += 1;
      if ((await isAccepted(jws, key)) !== (result === 'valid')) differing.push(tcId);
    }
    expect(seen).toBe(361);
    expect(differing).toEqual(Object.values(stricter).flat());
    const wrong = vectors.filter(({ tcId, result }) => differing.includes(tcId) && result === 'invalid');
    expect(wrong).toEqual([]);
  });

  it('by shared secrets are never accepted', async () => {
    const symmetric = vectors.filter(({ public: key }) => key === undefined);
    expect(symmetric).toHaveLength(40);
    for (const { private: key, jws } of symmetric)
      if (key !== undefined && typeof jws === 'string') expect(await isAccepted(jws, key)).toBe(false);
  });

  it('make no token: their payloads are no claims', async () => {
    const rules = { iss: undefined, aud: undefined, audClaim: 'aud', leewaySecs: 0, typ: undefined } as const;
    for (const { public: key, jws } of vectors) {
      if (key === undefined || typeof jws !== 'string') continue;
      const set = { keys: [key] };
      const keys = { ...set, resolve: createLocalJWKSet(set) };
      expect(await verifyToken(jws, keys, { ...rules, algorithms: signatureAlgorithms })).toMatchObject({
        verdict: 'invalid',
      });
    }
  });
});
