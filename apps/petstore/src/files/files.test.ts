import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { webhookParts } from '../../test/webhook-parts.ts';
import { createDependencies, type PetstoreDependencies } from '../dependencies.ts';
import { png } from '../store/seed/belongings.ts';
import { attachment } from './attachment.ts';

let store: PetstoreDependencies;
beforeEach(() => {
  store = createDependencies(':memory:', webhookParts);
});
afterEach(() => store.close());

describe('files', () => {
  it('come back octet by octet', () => {
    const content = Uint8Array.from({ length: 256 }, (_, octet) => octet);
    const id = store.files.store({ filename: undefined, metadata: {}, content });
    const file = store.files.find(id);
    expect(Buffer.from(file?.content ?? []).equals(content)).toBe(true);
    expect(file).toMatchObject({ id, mediaType: 'application/octet-stream', metadata: {} });
    expect(file?.sha256).toBe('40aff2e9d2d8922e47afd4648e6967497158785fbd1da870e7110266bf944880');
  });

  it('are pictures when their octets say so', () => {
    const id = store.files.store({ filename: 'no-ending', metadata: { album: 'cats' }, content: png.content });
    expect(store.files.find(id)).toMatchObject({
      mediaType: 'image/png',
      filename: 'no-ending',
      metadata: { album: 'cats' },
    });
  });

  it('may be empty or missing', () => {
    const id = store.files.store({ filename: 'nothing', metadata: {}, content: new Uint8Array() });
    expect(store.files.find(id)?.content.length).toBe(0);
    expect(store.files.find('40000000-0000-4000-8000-00000000ffff')).toBeUndefined();
  });
});

it.each([
  [undefined, 'attachment'],
  ['pixel.png', 'attachment; filename="pixel.png"'],
  ['a"b\\c.txt', `attachment; filename="a_b_c.txt"; filename*=UTF-8''a%22b%5Cc.txt`],
  ["Grüße (2)'*.txt", `attachment; filename="Gr__e (2)'*.txt"; filename*=UTF-8''Gr%C3%BC%C3%9Fe%20%282%29%27%2A.txt`],
  ['line\r\nbreak', `attachment; filename="line__break"; filename*=UTF-8''line%0D%0Abreak`],
  ['half \ud83d', `attachment; filename="half _"; filename*=UTF-8''half%20%EF%BF%BD`],
])('suggests the name %j', (filename, want) => expect(attachment(filename)).toBe(want));
