// RFC 9110 §5.6.2
const token = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const pointer = '(?:/(?:[^~/]|~[01])*)*';
const source = `(?:header\\.${token}|(?:query|path)\\..+|body(?:#${pointer})?)`;
const expression = new RegExp(`^\\$(?:url|method|statusCode|(?:request|response)\\.${source})$`, 'su');

/** What of a text was meant to be a runtime expression and is none (OpenAPI 3.2 §4.20.4): alone, or in braces. */
export function brokenExpressions(text: string): readonly string[] {
  const found = text.startsWith('$') ? [text] : [...text.matchAll(/\{(\$[^{}]*)\}/g)].map(([, inner]) => inner ?? '');
  return found.filter((each) => !expression.test(each));
}
