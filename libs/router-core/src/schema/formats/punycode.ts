/** RFC 3492 §5 */
const base = 36;
const leastThreshold = 1;
const mostThreshold = 26;
const skew = 38;
const damp = 700;
const initialBias = 72;
const initialCode = 128;

/** The text that Punycode stands for, without `xn--`; undefined when it is none (RFC 3492 §6.2). */
export function decodePunycode(encoded: string): string | undefined {
  const delimiter = encoded.lastIndexOf('-');
  const codes = [...encoded.slice(0, Math.max(delimiter, 0))].map((character) => character.charCodeAt(0));
  let at = delimiter < 0 ? 0 : delimiter + 1;
  let code = initialCode;
  let position = 0;
  let bias = initialBias;
  while (at < encoded.length) {
    const before = position;
    let weight = 1;
    for (let step = base; ; step += base) {
      const digit = digitOf(encoded.charCodeAt(at));
      at += 1;
      if (digit < 0) return undefined;
      position += digit * weight;
      const threshold = thresholdAt(step, bias);
      if (digit < threshold) break;
      weight *= base - threshold;
    }
    const length = codes.length + 1;
    bias = adapt(position - before, { length, isFirst: before === 0 });
    code += Math.floor(position / length);
    position %= length;
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    codes.splice(position, 0, code);
    position += 1;
  }
  return String.fromCodePoint(...codes);
}

/** Punycode for a text, without `xn--` (RFC 3492 §6.3). */
export function encodePunycode(text: string): string {
  const codes = [...text].map((character) => character.codePointAt(0) ?? 0);
  const basic = codes.filter((code) => code < initialCode);
  let encoded = String.fromCharCode(...basic) + (basic.length > 0 ? '-' : '');
  let handled = basic.length;
  let code = initialCode;
  let delta = 0;
  let bias = initialBias;
  while (handled < codes.length) {
    const current = code;
    const next = Math.min(...codes.filter((candidate) => candidate >= current));
    delta += (next - code) * (handled + 1);
    code = next;
    for (const candidate of codes) {
      if (candidate < code) delta += 1;
      if (candidate !== code) continue;
      encoded += printDelta(delta, bias);
      bias = adapt(delta, { length: handled + 1, isFirst: handled === basic.length });
      delta = 0;
      handled += 1;
    }
    delta += 1;
    code += 1;
  }
  return encoded;
}

function printDelta(delta: number, bias: number): string {
  let rest = delta;
  let text = '';
  for (let step = base; ; step += base) {
    const threshold = thresholdAt(step, bias);
    if (rest < threshold) return text + toDigit(rest);
    text += toDigit(threshold + ((rest - threshold) % (base - threshold)));
    rest = Math.floor((rest - threshold) / (base - threshold));
  }
}

function toDigit(value: number): string {
  return value < 26 ? String.fromCharCode(97 + value) : String.fromCharCode(48 + value - 26);
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48 + 26;
  if (code >= 97 && code <= 122) return code - 97;
  return code >= 65 && code <= 90 ? code - 65 : -1;
}

function thresholdAt(step: number, bias: number): number {
  return Math.min(Math.max(step - bias, leastThreshold), mostThreshold);
}

function adapt(delta: number, { length, isFirst }: { readonly length: number; readonly isFirst: boolean }): number {
  let rest = Math.floor(delta / (isFirst ? damp : 2));
  rest += Math.floor(rest / length);
  let steps = 0;
  while (rest > ((base - leastThreshold) * mostThreshold) / 2) {
    rest = Math.floor(rest / (base - leastThreshold));
    steps += base;
  }
  return steps + Math.floor((base * rest) / (rest + skew));
}
