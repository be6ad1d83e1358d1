// Smallest files that readers of the type accept.
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==';
const gif = 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7';
const pdf =
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n';
const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>';
/** An empty archive: just the end of the central directory. */
const zip = 'UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA==';

const samples: Readonly<Record<string, Buffer>> = {
  'image/png': Buffer.from(png, 'base64'),
  'image/gif': Buffer.from(gif, 'base64'),
  'image/svg+xml': Buffer.from(svg),
  'application/pdf': Buffer.from(pdf),
  'application/zip': Buffer.from(zip, 'base64'),
  // Two empty blocks end a tar archive (POSIX pax).
  'application/x-tar': Buffer.alloc(1_024),
};

/** A few valid octets of a binary media type: real ones for common types, else eight arbitrary ones. */
export function sampleOctets(essence: string): Uint8Array {
  const sample = Object.hasOwn(samples, essence) ? samples[essence] : undefined;
  return Uint8Array.from(sample ?? [0x42, 0x52, 0x52, 0x54, 0, 1, 2, 3]);
}
