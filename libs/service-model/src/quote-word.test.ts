import { expect, it } from 'vitest';
import { quoteWord } from './quote-word.ts';

it.each([
  ['apps/pets/openapi.yaml', 'apps/pets/openapi.yaml'],
  ['My Shop/openapi.yaml', "'My Shop/openapi.yaml'"],
  ['läden', "'läden'"],
  ["it's $(here)", "'it'\\''s $(here)'"],
  ['', "''"],
])('%s is one word of a command line', (text, want) => expect(quoteWord(text)).toBe(want));
