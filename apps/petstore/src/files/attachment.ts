/** `Content-Disposition` that suggests a file name (RFC 6266 §4.1), with an ASCII form beside the UTF-8 one if needed. */
export function attachment(filename: string | undefined): string {
  if (filename === undefined) return 'attachment';
  const ascii = filename.replaceAll(/[^\x20-\x7e]|["\\]/g, '_');
  const plain = `attachment; filename="${ascii}"`;
  return ascii === filename ? plain : `${plain}; filename*=UTF-8''${encodeExtended(filename)}`;
}

// RFC 8187 §3.2.1: these four are left alone by encodeURIComponent and are no attr-char.
function encodeExtended(text: string): string {
  const escaped = encodeURIComponent(text.toWellFormed());
  return escaped.replaceAll(/['()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
