/**
 * The form in which names and addresses are compared, sorted and searched. It is made here because SQLite folds the case
 * of ASCII only and PostgreSQL that of its locale: both shall find, order and refuse the same.
 */
export function comparisonKey(text: string): string {
  return text.normalize('NFC').toLowerCase();
}
