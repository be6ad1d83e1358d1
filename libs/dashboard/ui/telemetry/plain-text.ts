// ECMA-48: CSI sequences, OSC and other strings up to their terminator, and two-character escapes.
const escapes =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape characters are what this is about
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
const controls = /[\u0000-\u0008\u000b-\u001f\u007f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g;

/** What a service wrote, without colours and cursor moves of terminals; other invisible characters become visible ones. */
export function plainText(text: string): string {
  return text.replace(escapes, '').replaceAll('\r\n', '\n').replace(controls, visibleCharacter);
}

function visibleCharacter(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '␡' : `<U+${code.toString(16).toUpperCase().padStart(4, '0')}>`;
}

export function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end < 0 ? text : `${text.slice(0, end)} ⏎`;
}
