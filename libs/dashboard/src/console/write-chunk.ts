/** Octets of a body as the page is given them. */
type ChunkText = { readonly text: string } | { readonly base64: string };

/** @param charset undefined, or not known here: the body is no text */
export function createChunkWriter(charset: string | undefined): (octets: Uint8Array) => ChunkText {
  const decoder = charset === undefined ? undefined : createDecoder(charset);
  if (decoder === undefined) return (octets) => ({ base64: Buffer.from(octets).toString('base64') });
  // A character may be divided among two chunks.
  return (octets) => ({ text: decoder.decode(octets, { stream: true }) });
}

function createDecoder(charset: string): TextDecoder | undefined {
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    return undefined;
  }
}
