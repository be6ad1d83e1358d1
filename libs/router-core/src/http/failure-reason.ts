const maximumLength = 200;

/** What a failed check said, for people: the first line, without credentials in a URL. */
export function failureReason(reason: unknown): string {
  const [line = ''] = textOf(reason).split('\n', 1);
  return line.replaceAll(/\/\/[^\s/@]+@/g, '//').slice(0, maximumLength);
}

function textOf(reason: unknown): string {
  if (!(reason instanceof Error)) return typeof reason;
  // A name with several addresses, none of which answers, leaves an AggregateError that has a code and says nothing.
  return reason.message || ('code' in reason ? String(reason.code) : reason.name);
}
