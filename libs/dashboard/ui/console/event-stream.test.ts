import { describe, expect, it } from 'vitest';
import { createStreamParser, type StreamItem, type StreamParser } from './event-stream.ts';

function parserOf(mediaType: string): StreamParser {
  const parser = createStreamParser(mediaType);
  if (parser === undefined) throw new TypeError(`${mediaType} is a stream`);
  return parser;
}

const short = ({ event, id, data }: StreamItem): readonly (string | undefined)[] => [event, id, data];

describe('server-sent events', () => {
  it.each<readonly [string, string, readonly (readonly (string | undefined)[])[]]>([
    ['one event', 'event: pet\nid: 1\ndata: {"a":1}\n\n', [['pet', '1', '{"a":1}']]],
    ['data of several lines', 'data: a\ndata: b\n\n', [[undefined, undefined, 'a\nb']]],
    ['comments and unknown fields', ': ping\nfoo: bar\ndata:x\n\n', [[undefined, undefined, 'x']]],
    [
      'the id stays',
      'id: 7\ndata: a\n\ndata: b\n\n',
      [
        [undefined, '7', 'a'],
        [undefined, '7', 'b'],
      ],
    ],
    ['nothing without data', 'event: pet\n\n', []],
    ['nothing without an end', 'data: a\n', []],
    [
      'CRLF and CR',
      'data: a\r\n\r\ndata: b\r\r',
      [
        [undefined, undefined, 'a'],
        [undefined, undefined, 'b'],
      ],
    ],
    ['a byte order mark', '\uFEFFdata: a\n\n', [[undefined, undefined, 'a']]],
  ])('%s, in any pieces', (_name, text, want) => {
    for (let size = 1; size <= text.length; size += 1) {
      const parser = parserOf('text/event-stream; charset=utf-8');
      const items: StreamItem[] = [];
      for (let at = 0; at < text.length; at += size) items.push(...parser.feed(text.slice(at, at + size), at));
      // A CR at the very end may be half of a CRLF: the event is there once more comes.
      items.push(...parser.feed(text.endsWith('\r') ? ':' : '', text.length), ...parser.end(text.length));
      expect(items.map(short)).toEqual(want);
    }
  });

  it('knows what to send when it connects again', () => {
    const parser = parserOf('text/event-stream');
    parser.feed('retry: 1500\nid: 41\ndata: a\n\nid: 42\ndata: b\n\nretry: soon\n', 0);
    expect([parser.lastId, parser.retry]).toEqual(['42', 1500]);
  });
});

describe('JSON by lines', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['application/jsonl', '{"a":1}\n\n{"a":2}\n{"a":3}', ['{"a":1}', '{"a":2}', '{"a":3}']],
    ['application/x-ndjson', '1\r\n2\r\n', ['1', '2']],
    ['application/json-seq', '\u001e{"a":1}\n\u001e{"a":2}\n', ['{"a":1}', '{"a":2}']],
  ])('%s', (mediaType, text, want) => {
    const parser = parserOf(mediaType);
    const items = [...text].flatMap((unit) => parser.feed(unit, 0));
    expect([...items, ...parser.end(0)].map(({ data }) => data)).toEqual(want);
  });

  it.each(['application/json', 'text/plain', ''])('%j is no stream', (mediaType) => {
    expect(createStreamParser(mediaType)).toBeUndefined();
  });
});
