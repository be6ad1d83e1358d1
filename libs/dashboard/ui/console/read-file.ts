import type { FileDraft } from './draft.ts';

/** A file as the dashboard takes it. */
export async function readFile(file: File): Promise<FileDraft> {
  const octets = new Uint8Array(await file.arrayBuffer());
  return { name: file.name, base64: toBase64(octets), size: octets.length };
}

const CHUNK = 0x8000;

function toBase64(octets: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < octets.length; at += CHUNK) binary += String.fromCharCode(...octets.subarray(at, at + CHUNK));
  return btoa(binary);
}

export function fromBase64(base64: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(base64), (unit) => unit.charCodeAt(0));
}
