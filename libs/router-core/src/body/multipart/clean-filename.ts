const maxLength = 255;

/**
 * What a client calls its file, made harmless: the last segment of a path of either kind, without control characters
 * and marks of writing direction, at most 255 characters. Undefined when nothing is left.
 */
export function cleanFilename(claimed: string | undefined): string | undefined {
  const visible = claimed?.replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, '');
  const last = visible?.split(/[/\\]/).at(-1)?.trim();
  if (last === undefined || last === '' || last === '.' || last === '..') return undefined;
  return [...last].slice(-maxLength).join('');
}
