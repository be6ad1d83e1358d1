/** A text as one word of a command line, for a POSIX shell: nothing in it is ever run. */
export function quoteWord(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
