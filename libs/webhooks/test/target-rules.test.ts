import { describe, expect, it } from 'vitest';
import { createTargetAgent, refusalOf } from '../src/delivery/send-attempt.ts';
import { checkTarget, guardedLookup } from '../src/delivery/target-rules.ts';
import { TargetRefusedError } from '../src/target-refused-error.ts';
import { startReceiver } from './receiver.ts';

const production = { ports: [443, 8_443], allowLoopback: false };
const development = { ...production, allowLoopback: true };

describe('in production webhooks go', () => {
  it.each([
    'https://example.com/hook',
    'https://example.com:8443/',
    'https://93.184.216.34/',
    'https://[2606:2800:220:1::1]/',
  ])('to %s', (url) => expect(checkTarget(url, production).href).toContain('https://'));

  it.each([
    ['http://example.com/', 'It is not https'],
    ['ftp://example.com/', 'It is not https'],
    ['/hook', 'It is no absolute URL'],
    ['https://user:secret@example.com/', 'It has a user name or password'],
    ['https://example.com/#a', 'It has a fragment'],
    ['https://example.com:22/', 'Its port is none of 443, 8443'],
    ...[
      ...[
        'localhost',
        'LOCALHOST.',
        'a.localhost',
        '127.0.0.1',
        '127.1',
        '0x7f.1',
        '2130706433',
        '0177.0.0.1',
        '①②⑦.0.0.1',
      ],
      ...['0.0.0.0', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '169.254.169.254', '224.0.0.1'],
      ...['[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:a9fe:a9fe]', '[64:ff9b::7f00:1]', '[2002:7f00:1::]'],
      ...['[fd00::1]', '[fe80::1]', '[fd00:ec2::254]', '[::127.0.0.1]'],
    ].map((host) => [`https://${host}/`, 'It is no address of the public network']),
  ])('not to %s', (url, reason) => {
    expect(() => checkTarget(url ?? '', production)).toThrow(new TargetRefusedError(reason));
  });
});

it.each(['http://localhost:8080/', 'http://127.0.0.1:5000/hook', 'http://[::1]:5000/', 'https://example.com/'])(
  'development allows %s',
  (url) => expect(checkTarget(url, development).href).toBe(url),
);

it.each(['http://example.com/', 'http://192.168.1.1/', 'https://169.254.169.254/', 'https://example.com:22/'])(
  'development allows no %s',
  (url) => expect(() => checkTarget(url, development)).toThrow(TargetRefusedError),
);

describe('a name that is looked up', () => {
  const lookUp = (host: string, rules: typeof production, all: boolean) =>
    new Promise((resolve) => {
      guardedLookup(rules)(host, { all }, (error, address) => resolve(error ?? address));
    });

  it('is refused where it means this machine, whatever it is called', async () => {
    expect(await lookUp('localhost', production, true)).toEqual(
      new TargetRefusedError('It is no address of the public network'),
    );
    expect(await lookUp('localhost', production, false)).toBeInstanceOf(TargetRefusedError);
  });

  it('gives the addresses that were checked', async () => {
    expect(await lookUp('localhost', development, false)).toMatch(/^(127\.0\.0\.1|::1)$/);
    expect(await lookUp('localhost', development, true)).toContainEqual(expect.objectContaining({ family: 4 }));
  });

  it('stops the connection, and not only the check before it', async () => {
    await using receiver = await startReceiver();
    const url = new URL(receiver.url);
    const agent = createTargetAgent(production, 1_000);
    const failure = await agent
      .request({ origin: `http://localhost:${url.port}`, path: '/', method: 'POST' })
      .catch((error: unknown) => error);
    expect(refusalOf(failure)).toBeInstanceOf(TargetRefusedError);
    expect(receiver.received).toEqual([]);
    await agent.close();
  });
});
