/** Columns as wide as their widest cell, the first row underlined. */
export function formatTable(rows: readonly (readonly string[])[]): readonly string[] {
  const [head = []] = rows;
  const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const format = (row: readonly string[]): string =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd();
  return [format(head), `  ${widths.map((width) => '─'.repeat(width)).join('  ')}`, ...rows.slice(1).map(format)];
}
