import type { Service } from '@brrt/router-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ada, askForDashboard, nobody, openBff } from './open-bff.ts';
import { type RunningApp, startApp } from './start-app.ts';

let petstore: RunningApp;
let userService: RunningApp;
let service: Service;

beforeAll(async () => {
  petstore = await startApp('petstore');
  userService = await startApp('user-service', { PETSTORE_URL: petstore.url });
  service = await openBff({ petstore: petstore.url, userService: userService.url });
});
afterAll(async () => {
  await service?.close();
  await Promise.all([petstore?.stop(), userService?.stop()]);
});

describe('a dashboard from the real services', () => {
  it('has the user, the orders, what may please, and the pets', async () => {
    const { status, body } = await askForDashboard(service, ada);
    expect(status).toBe(200);
    expect(body.user).toEqual({ id: ada, name: 'Ada Lovelace', email: 'ada@example.com', role: 'admin' });
    expect(body.orders.length).toBeGreaterThan(0);
    expect(body.recommendations.length).toBeGreaterThan(0);
    expect(body.pets.length).toBeGreaterThan(0);
  });

  it('is there for every user that both services know, in upper case too', async () => {
    for (const position of [2, 3, 4, 5]) {
      const { status, body } = await askForDashboard(service, `00000000-0000-4000-8000-00000000000${position}`);
      expect(status).toBe(200);
      expect(body).toHaveProperty('pets');
    }
    expect((await askForDashboard(service, ada.toUpperCase())).status).toBe(200);
  });

  it('is empty for a user who has just been registered', async () => {
    const registered = await fetch(`${userService.url}/users`, {
      method: 'POST',
      headers: { 'x-api-key': 'dev-user-service-2b8e5d10f3c7', 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Barbara Liskov', email: 'barbara@example.com' }),
    });
    const { id } = (await registered.json()) as { id: string };
    const { status, body } = await askForDashboard(service, id);
    expect(status).toBe(200);
    expect(body).toMatchObject({ user: { id, role: 'member' }, orders: [], pets: [] });
  });

  it('says 404 with a problem of its own when there is no such user', async () => {
    const { status, headers, body } = await askForDashboard(service, nobody);
    expect(status).toBe(404);
    expect(headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({
      type: 'urn:brrt:problem:user-not-found',
      code: 'ERR_USER_NOT_FOUND',
      detail: `No user has the id ${nobody}`,
      requestId: headers.get('x-request-id'),
    });
  });

  it('says 400 when the id is none, and 401 to strangers before that', async () => {
    expect(await askForDashboard(service, 'ada')).toMatchObject({
      status: 400,
      body: { errors: [{ in: 'path', pointer: '/userId', keyword: 'format' }] },
    });
    expect((await askForDashboard(service, 'ada', { 'x-api-key': 'guessed' })).status).toBe(401);
  });
});

describe('a dashboard when a service is dead', () => {
  it.each(['petstore', 'user-service'])('says 502 without %s', async (dead) => {
    const gone = await startApp(dead);
    await gone.stop();
    const lonely = await openBff({
      petstore: dead === 'petstore' ? gone.url : petstore.url,
      userService: dead === 'user-service' ? gone.url : userService.url,
    });
    const { status, body } = await askForDashboard(lonely, ada);
    await lonely.close();
    expect(status).toBe(502);
    expect(body).toMatchObject({
      type: 'urn:brrt:problem:upstream-unavailable',
      code: 'ERR_UPSTREAM',
      detail: `${dead} cannot be reached`,
    });
  });

  it('does without the pets when only the user service cannot reach the pet store', async () => {
    const cutOff = await startApp('user-service', { PETSTORE_URL: 'http://127.0.0.1:1' });
    const service = await openBff({ petstore: petstore.url, userService: cutOff.url });
    const { status, body } = await askForDashboard(service, ada);
    await service.close();
    await cutOff.stop();
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('pets');
    expect(body.missing).toEqual(['pets']);
    expect(body).toHaveProperty('orders');
  });
});
