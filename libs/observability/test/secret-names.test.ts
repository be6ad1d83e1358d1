import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { loadContract } from '@brrt/router-core/host';
import { describe, expect, it } from 'vitest';
import { collectSecretNames } from '../src/log/secret-names.ts';
import { givenExchange, givenObservability } from './given.ts';

const contract = `openapi: 3.1.0
info: { title: Secrets, version: '1' }
paths:
  /users:
    post:
      operationId: addUser
      parameters:
        - { name: X-Pin, in: header, schema: { type: string, format: password } }
        - { name: plain, in: query, schema: { type: string } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: { type: string }
                recovery_word: { type: string, writeOnly: true }
                card: { $ref: '#/components/schemas/Card' }
      responses: { '204': { description: Done } }
components:
  schemas:
    Card: { type: string, x-sensitive: true }
    Order: { type: object, properties: { cvc: { type: integer, format: password }, total: { type: number } } }
  securitySchemes:
    Key: { type: apiKey, in: query, name: door }
security: [{ Key: [] }]
`;

async function service() {
  const folder = await mkdtemp(join(tmpdir(), 'brrt-secret-names-'));
  await writeFile(join(folder, 'openapi.yaml'), contract);
  const { model } = await loadContract({ service: 'secrets', file: pathToFileURL(join(folder, 'openapi.yaml')) });
  await rm(folder, { recursive: true });
  return model;
}

describe('what a contract keeps to itself', () => {
  it('is writeOnly, a password, sensitive, or the key of a scheme, wherever it is declared', async () => {
    expect([...collectSecretNames(await service())].sort()).toEqual(['card', 'cvc', 'door', 'recoveryword', 'xpin']);
  });

  it('is in no line of the log', async () => {
    const given = givenObservability();
    given.hooks.onStart?.(await service());
    const log = given.logger.forExchange(givenExchange());
    log.info({
      user: { name: 'Ada', recoveryWord: 'canary-1', cards: [{ card: 'canary-2', total: 3 }] },
      'x-pin': 'canary-3',
    });
    expect(given.written.join('')).not.toContain('canary');
    expect(given.lines()[0]).toMatchObject({ user: { name: 'Ada', cards: [{ total: 3 }] } });
    await given.close();
  });
});

it('the level of the log changes while the service runs, and with SIGUSR2', async () => {
  const given = givenObservability();
  const { hooks, logger, setLevel, close } = given;
  const said = (): readonly unknown[] => given.lines().map((line) => line.msg);
  hooks.onStart?.(await service());
  logger.service.debug('before');
  setLevel('debug');
  logger.service.debug('after');
  setLevel('error');
  given.pass(givenExchange());
  logger.service.info('too little');
  setLevel('info');
  expect(said()).toEqual(['after']);
  process.emit('SIGUSR2', 'SIGUSR2');
  logger.service.debug('with the signal');
  process.emit('SIGUSR2', 'SIGUSR2');
  logger.service.debug('with another');
  expect(said()).toEqual([
    'after',
    'SIGUSR2 changed the level of the log',
    'with the signal',
    'SIGUSR2 changed the level of the log',
  ]);
  await close();
  expect(process.listenerCount('SIGUSR2')).toBe(0);
});
