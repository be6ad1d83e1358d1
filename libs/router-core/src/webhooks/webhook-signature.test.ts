import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import {
  createWebhookSecret,
  isSignedWebhook,
  isTimely,
  parseWebhookKey,
  signWebhook,
  type WebhookKey,
  type WebhookMessage,
} from './index.ts';

function keyOf(text: string): WebhookKey {
  const key = parseWebhookKey(text);
  if (key === undefined) throw new TypeError(`${text} is no key`);
  return key;
}

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const pair = {
  private: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==',
  seed: 'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbc=',
  public: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=',
};
const message: WebhookMessage = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestamp: '1614265330',
  payload: '{"test": 2432232314}',
};

describe('signatures of Standard Webhooks', () => {
  it.each([
    [
      'v1a',
      pair.private,
      'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
    ],
    [
      'v1a by the seed alone',
      pair.seed,
      'v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZdpXwVLPo3mNl8EM+m7TBAg==',
    ],
  ])('%s are those of the published vector', (_name, key, want) => {
    expect(signWebhook(message, [keyOf(key)])).toBe(want);
    expect(isSignedWebhook(message, want, [keyOf(pair.public)])).toBe(true);
  });

  it.each(['', '{"a":1}', 'ünïcödé ☃', '{"a":"\\u0000"}'])(
    'v1 are what the reference library makes of %j',
    (payload) => {
      const own = createWebhookSecret();
      const at = new Date();
      const timestamp = String(Math.floor(at.getTime() / 1_000));
      const signed = { id: 'msg_1', timestamp, payload };
      const ours = signWebhook(signed, [keyOf(own)]);
      expect(ours).toBe(new Webhook(own).sign('msg_1', at, payload));
      expect(isSignedWebhook(signed, ours, [keyOf(own)])).toBe(true);
    },
  );

  it('are taken by the reference library while secrets change', () => {
    const [before, after] = [createWebhookSecret(), createWebhookSecret()];
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = signWebhook({ id: 'msg_1', timestamp, payload: '{"a":1}' }, [keyOf(after), keyOf(before)]);
    for (const known of [before, after]) {
      const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': timestamp, 'webhook-signature': signature };
      expect(new Webhook(known).verify('{"a":1}', headers)).toEqual({ a: 1 });
    }
  });

  const good = signWebhook(message, [keyOf(secret)]);
  it.each([
    ['another payload', { ...message, payload: '{}' }, good],
    ['another id', { ...message, id: 'msg_2' }, good],
    ['another time', { ...message, timestamp: '1614265331' }, good],
    ['another version', message, good.replace('v1,', 'v1a,')],
    ['no version', message, good.slice(3)],
    ['less of it', message, good.slice(0, -4)],
    ['nothing', message, ''],
    ['a signature behind more than sixteen others', message, `${'v1,AAAA '.repeat(16)}${good}`],
    ['a signature by another secret', message, signWebhook(message, [keyOf(createWebhookSecret())])],
  ])('do not hold for %s', (_name, changed, signature) => {
    expect(isSignedWebhook(message, good, [keyOf(secret)])).toBe(true);
    expect(isSignedWebhook(changed, signature, [keyOf(secret)])).toBe(false);
  });
});

it.each([
  'whsec_',
  'whsec_c2hvcnQ=',
  `whsec_${Buffer.alloc(65).toString('base64')}`,
  'whsec_%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%%',
  'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
  'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kv',
  pair.private.replace('VKIDij', 'VKIDik'),
  'whpk_c2hvcnQ=',
])('%j is no key', (text) => expect(parseWebhookKey(text)).toBeUndefined());

it.each([
  ['1649367553', true],
  ['1649367253', true],
  ['1649367853', true],
  ['1649367252', false],
  ['1649367854', false],
  ['-1649367553', false],
  ['1649367553.0', false],
  ['', false],
  ['soon', false],
])('a timestamp of %j is timely: %s', (timestamp, want) => {
  expect(isTimely(timestamp, 300, 1_649_367_553_000)).toBe(want);
});
