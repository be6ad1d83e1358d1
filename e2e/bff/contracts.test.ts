import { randomBytes } from 'node:crypto';
import { type JsonObject, readServiceModelText } from '@brrt/service-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalApps, startApps } from '../support/local-apps.ts';

const ada = '00000000-0000-4000-8000-000000000001';
const keys = {
  web: { 'X-API-Key': 'dev-bff-web-5b1e7f02c9d4' },
  mobile: { 'X-Mobile-Key': 'dev-bff-mobile-e7f4902b6a1d' },
  partner: { Authorization: 'Bearer dev-bff-partner-0d93b8a6f25c' },
  first: { 'X-API-Key': 'dev-bff-9a4d6e3c81f5' },
} as const;

let apps: LocalApps;
beforeAll(async () => {
  apps = await startApps();
});
afterAll(() => apps?.[Symbol.asyncDispose]());

async function ask(path: string, init: RequestInit = {}): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(apps.bff.url + path, init);
  const text = await response.text();
  return { status: response.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
}

describe('each contract lets in its own clients', () => {
  it.each([
    ['/web/pets', 'web'],
    ['/mobile/pets', 'mobile'],
    ['/partner/v1/articles', 'partner'],
    [`/dashboard/${ada}`, 'first'],
  ] as const)('%s those of %s', async (path, own) => {
    const statuses: Record<string, number> = {};
    for (const [kind, headers] of Object.entries(keys)) statuses[kind] = (await ask(path, { headers })).status;
    const refused = Object.fromEntries(Object.keys(keys).map((kind) => [kind, 401]));
    expect(statuses).toEqual({ ...refused, [own]: 200 });
  });
});

describe('dashboards', () => {
  it('are the same at the root as for web clients, and smaller for mobile ones', async () => {
    const first = await ask(`/dashboard/${ada}`, { headers: keys.first });
    const web = await ask(`/web/dashboard/${ada}`, { headers: keys.web });
    const mobile = await ask(`/mobile/dashboard/${ada}`, { headers: keys.mobile });
    expect(web).toEqual(first);
    const { orders, pets } = web.body as {
      readonly orders: readonly { id: string; status: string }[];
      readonly pets: readonly { name: string }[];
    };
    expect(mobile).toEqual({
      status: 200,
      body: {
        name: 'Ada Lovelace',
        newestOrder: { id: orders[0]?.id, status: orders[0]?.status },
        pets: pets.map(({ name }) => name),
      },
    });
  });
});

describe('what is passed on', () => {
  it('comes from both services with their answers, under the names of each contract', async () => {
    const pets = await ask('/mobile/pets?limit=2', { headers: keys.mobile });
    expect(pets.body).toHaveLength(2);
    const direct = await fetch(`${apps.petstore.url}/pets?limit=2`, {
      headers: { 'X-API-Key': 'petstore-header-key-6f1d0c94' },
    });
    expect(pets.body).toEqual(await direct.json());
    expect(await ask(`/web/users/${ada}`, { headers: keys.web })).toMatchObject({
      status: 200,
      body: { name: 'Ada Lovelace' },
    });
    expect((await ask('/partner/v1/articles?limit=1', { headers: keys.partner })).status).toBe(200);
  });

  it('is held to the contract before it goes on', async () => {
    const { status, body } = await ask('/web/pets?limit=many', { headers: keys.web });
    expect({ status, body }).toMatchObject({ status: 400, body: { errors: [{ in: 'query', pointer: '/limit' }] } });
  });

  it('has no operation that a contract did not choose', async () => {
    expect((await ask('/mobile/items', { headers: keys.mobile })).status).toBe(404);
    expect((await ask('/pets', { headers: keys.web })).status).toBe(404);
  });

  it('carries a file up, and down again under the prefix of the contract', async () => {
    const octets = randomBytes(300_000);
    const form = new FormData();
    form.set('file', new Blob([octets], { type: 'application/octet-stream' }), 'leash.bin');
    const uploaded = await fetch(`${apps.bff.url}/web/upload`, { method: 'POST', headers: keys.web, body: form });
    const { id } = (await uploaded.json()) as { readonly id: string };
    expect(uploaded.ok).toBe(true);
    for (const kind of ['web', 'mobile'] as const) {
      const downloaded = await fetch(`${apps.bff.url}/${kind}/download/${id}`, { headers: keys[kind] });
      expect(Buffer.from(await downloaded.arrayBuffer()).equals(octets)).toBe(true);
    }
  });

  it('streams what happens in the store while it happens', async () => {
    const ended = new AbortController();
    const cookie = { Cookie: 'web_session=dev-bff-web-session-c3a8d65e10f7' };
    const stream = await fetch(`${apps.bff.url}/web/events?follow=true`, { headers: cookie, signal: ended.signal });
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    const added = await ask('/web/pets', {
      method: 'POST',
      headers: { ...keys.web, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Passed On' }),
    });
    expect(added.status).toBe(201);
    const { id } = added.body as { readonly id: number };
    let seen = '';
    for await (const chunk of stream.body ?? []) {
      seen += Buffer.from(chunk).toString();
      if (seen.includes(`"petId":${id}`) || seen.includes(`"id":${id}`)) break;
    }
    ended.abort();
    expect(seen).toMatch(new RegExp(`"(?:petId|id)":${id}\\b`));
  });
});

describe('the document of a kind of clients', () => {
  const kinds = { '/web': 'Web clients', '/mobile': 'Mobile clients', '/partner/v1': 'Partners' } as const;
  const schemes = {
    '/web': ['WebKey', 'WebSession'],
    '/mobile': ['MobileKey'],
    '/partner/v1': ['PartnerToken'],
  } as const;

  async function documentOf(prefix: string): Promise<JsonObject> {
    return (await (await fetch(`${apps.bff.url}${prefix}/openapi.json`)).json()) as JsonObject;
  }

  /** `schemas/Petstore_Pet`, of every component. */
  function componentsOf({ components }: JsonObject): readonly string[] {
    return Object.entries(components ?? {}).flatMap(([section, all]) =>
      Object.keys(all).map((name) => `${section}/${name}`),
    );
  }

  it.each(Object.entries(kinds))(
    '%s has all of its operations and no other, without an error',
    async (prefix, title) => {
      const [whole, own] = [await documentOf(''), await documentOf(prefix)];
      const paths = Object.entries(whole.paths ?? {}).filter(([path]) => path.startsWith(`${prefix}/`));
      expect(Object.keys(own.paths ?? {})).toEqual(paths.map(([path]) => path));
      expect(paths.length).toBeGreaterThan(1);
      expect(own.info).toMatchObject({ title, version: '1.0.0' });
      const { model, diagnostics } = await readServiceModelText({
        text: JSON.stringify(own),
        file: '/nowhere/openapi.json',
      });
      expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(Object.keys(model?.securitySchemes ?? {})).toEqual(schemes[prefix as keyof typeof schemes]);
      expect(JSON.stringify(own)).not.toMatch(/"x-(?:service|aggregate|contracts|brrtrouter-downstream-path)"/);
      const yaml = await (await fetch(`${apps.bff.url}${prefix}/openapi.yaml`)).text();
      const read = await readServiceModelText({ text: yaml, file: '/nowhere/openapi.yaml' });
      expect(read.model?.document).toEqual(model?.document);
    },
  );

  it.each(Object.keys(kinds))('%s has the components that it names and no other', async (prefix) => {
    const own = await documentOf(prefix);
    const { securitySchemes: _, ...others } = own.components as JsonObject;
    const named = [...JSON.stringify(own).matchAll(/"#\/components\/(\w+\/[\w.-]+)"/g)].map(([, name = '']) => name);
    expect(new Set(componentsOf({ components: others }))).toEqual(new Set(named));
    const whole = componentsOf(await documentOf(''));
    expect(whole).toEqual(expect.arrayContaining(named));
    expect(whole.length).toBeGreaterThan(componentsOf(own).length);
  });

  it('keeps what one kind alone has from the others', async () => {
    const having = await Promise.all(
      Object.keys(kinds).map(async (prefix) =>
        componentsOf(await documentOf(prefix)).includes('schemas/MobileDashboard') ? [prefix] : [],
      ),
    );
    expect(having.flat()).toEqual(['/mobile']);
  });

  it.each(Object.entries(kinds))('%s is shown by an API reference', async (prefix, title) => {
    const page = await fetch(`${apps.bff.url}${prefix}/docs`);
    const html = await page.text();
    expect([page.status, html.includes(`<title>${title}</title>`)]).toEqual([200, true]);
    const files = [...html.matchAll(/(?:src|data-document)="([^"]+)"/g)].map(
      ([, file = '']) => new URL(file, page.url),
    );
    expect(files.map(({ pathname }) => pathname)).toContain(`${prefix}/openapi.json`);
    for (const file of files) expect([file.pathname, (await fetch(file)).status]).toEqual([file.pathname, 200]);
  });
});
