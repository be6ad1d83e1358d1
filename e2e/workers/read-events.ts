/** The ids of an event stream as they come. */
export async function* readIds(response: Response): AsyncGenerator<string> {
  let text = '';
  for await (const octets of response.body ?? []) {
    text += Buffer.from(octets).toString();
    for (let end = text.indexOf('\n\n'); end !== -1; end = text.indexOf('\n\n')) {
      const [, id] = /^id: ?(.*)$/m.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      if (id !== undefined) yield id;
    }
  }
}

/** The first of them; closes the stream. */
export async function takeIds(response: Response, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for await (const id of readIds(response)) {
    ids.push(id);
    if (ids.length === count) break;
  }
  return ids;
}
