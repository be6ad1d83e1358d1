import { OtlpError } from '../otlp/otlp-error.ts';

export interface DocumentText {
  readonly text: string;
  /** From 1, where each line is a document. */
  readonly line?: number;
}

/** The whole as one document; or each line as one, when the first line is. */
export async function* splitDocuments(
  source: string | AsyncIterable<string | Uint8Array>,
  maximumLength: number,
): AsyncGenerator<DocumentText, void> {
  let [rest, length, line] = ['', 0, 0];
  let isByLine: boolean | undefined;
  for await (const chunk of texts(source)) {
    length += chunk.length;
    if (length > maximumLength) throw new OtlpError(`It has more than ${maximumLength} characters`, 8);
    rest += chunk;
    if (isByLine === false || !chunk.includes('\n')) continue;
    const lines = rest.split('\n');
    isByLine ??= isJson(lines[0] ?? '');
    if (!isByLine) continue;
    rest = lines.pop() ?? '';
    for (const text of lines) {
      line += 1;
      if (text.trim() !== '') yield { text, line };
    }
  }
  if (rest.trim() === '') return;
  yield isByLine === true ? { text: rest, line: line + 1 } : { text: rest };
}

async function* texts(source: string | AsyncIterable<string | Uint8Array>): AsyncGenerator<string, void> {
  const decoder = new TextDecoder();
  if (typeof source === 'string') yield source.startsWith('\uFEFF') ? source.slice(1) : source;
  else {
    for await (const chunk of source) yield typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
