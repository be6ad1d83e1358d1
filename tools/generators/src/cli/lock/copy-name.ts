/** Where the copy of a document lies, relative to the contract: `openapi.remotes/pets.yaml`, a free name. */
export function copyName(
  url: string,
  { folder, taken }: { readonly folder: string; readonly taken: ReadonlySet<string> },
): string {
  const last = new URL(url).pathname.split('/').at(-1) ?? '';
  const { stem = '', extension = '' } = /^(?<stem>.*?)(?<extension>\.(?:ya?ml|json))?$/i.exec(last)?.groups ?? {};
  const name =
    stem
      .replace(/[^\w.-]+/g, '_')
      .replace(/^[._]+/, '')
      .slice(0, 80) || 'document';
  // A document without a known ending is read as YAML, which JSON is too.
  const ending = extension.toLowerCase() || '.yaml';
  const used = new Set([...taken].map((file) => file.toLowerCase()));
  const nameOf = (count: number): string => `${folder}/${name}${count === 1 ? '' : `-${count}`}${ending}`;
  let count = 1;
  while (used.has(nameOf(count).toLowerCase())) count++;
  return nameOf(count);
}
