/** `image/*`, `*∕*`, `application/*+json`: what is sent has a more specific type. */
export function isMediaRange(mediaType: string): boolean {
  return essenceOf(mediaType).includes('*');
}

/** `*∕*` and `application/*`: covers types of several kinds. */
export function isOpenRange(mediaType: string): boolean {
  return /^(?:\*|application)\/\*$/.test(essenceOf(mediaType));
}

function essenceOf(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}
