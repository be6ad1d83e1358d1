import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { loadPage } from './load-page.ts';

const page = await loadPage();
const html = Buffer.from(page.get('/index.html')?.body ?? []).toString();

describe('the page', () => {
  it('names files that exist, and nothing of another host', () => {
    const addresses = [...html.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address ?? '');
    expect(addresses).toHaveLength(4);
    for (const address of addresses) expect(page.has(address), address).toBe(true);
  });

  it('has no script and no style of its own, as its policy wants', () => {
    expect(html).not.toMatch(/<style|style=|<script>|\son\w+=/);
  });

  it('may be cached for ever where the name tells the content', () => {
    const kept = [...page].filter(([, { immutable }]) => immutable).map(([path]) => path);
    expect(kept.length).toBeGreaterThanOrEqual(3);
    for (const path of kept) expect(path).toMatch(/^\/assets\/[\w.-]+-[A-Z0-9]{8}\.(js|css)$/);
  });

  it('takes at most 150 kB of script, compressed', () => {
    const scripts = [...page].filter(([path]) => path.endsWith('.js'));
    const size = scripts.reduce((sum, [, { body }]) => sum + body.length, 0);
    console.log(`script of the page: ${(size / 1000).toFixed(1)} kB compressed in ${scripts.length} files`);
    expect(size).toBeGreaterThan(5_000);
    expect(size).toBeLessThanOrEqual(150_000);
  });

  it('says the encoding of what it compressed', () => {
    for (const [path, { body, encoding }] of page)
      if (encoding === 'gzip') expect(gunzipSync(body).length, path).toBeGreaterThan(0);
  });
});
