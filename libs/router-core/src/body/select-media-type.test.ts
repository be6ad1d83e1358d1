import { expect, it } from 'vitest';
import { selectMediaType } from './select-media-type.ts';

const json = 'application/json';
const xml = 'application/xml';
const text = 'text/plain';

it.each([
  ['no header', undefined, [json, xml], json],
  ['anything', '*/*', [json, xml], json],
  ['an empty header', '', [json], json],
  ['nothing readable', 'nonsense', [json], json],
  ['nothing offered', undefined, [], undefined],
  ['an exact type', xml, [json, xml], xml],
  ['another type', 'text/html', [json], undefined],
  ['the higher weight', 'application/json;q=0.5, application/xml', [json, xml], xml],
  ['the order of the contract on ties', 'application/xml, application/json', [json, xml], json],
  ['the most specific range decides', 'application/*;q=0.9, application/json;q=0.1', [json, xml], xml],
  ['zero refuses', 'application/json;q=0, */*', [json, xml], xml],
  ['zero refuses all', '*/*;q=0', [json], undefined],
  ['a type range', 'text/*', [json, text], text],
  ['parameters of the range must be there', 'application/json;version=2', [json], undefined],
  [
    'parameters are more specific',
    'text/plain;format=flowed, text/plain;q=0.2',
    ['text/plain;format=flowed'],
    'text/plain;format=flowed',
  ],
  ['charset utf-8 is what we send', 'application/json; charset=utf-8', [json], json],
  ['a bad weight is skipped', 'application/xml;q=2, application/json;q=0.1', [xml, json], json],
  ['a quoted comma splits nothing', 'text/plain;x="a,b\\"", application/json;q=0.1', [json], json],
  ['a declared range', 'image/png', ['image/*'], 'image/*'],
  [
    'equal ranges: the higher weight',
    'application/json;q=0.2, application/json;q=0.8, application/xml;q=0.5',
    [xml, json],
    json,
  ],
  ['an offer that is no media type', 'text/plain', ['nonsense'], undefined],
])('%s', (_name, accept, offered, want) => expect(selectMediaType(accept, offered)).toBe(want));
