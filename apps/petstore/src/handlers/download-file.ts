import type { Context } from '../context.ts';
import { attachment } from '../files/attachment.ts';
import type { StoredFile } from '../files/files.ts';
import { selectRange } from '../files/select-range.ts';
import type { DownloadFileRequest, DownloadFileResponse } from '../generated/handlers.gen.ts';
import { notFound, rangeNotSatisfiable } from '../problems.ts';

export function downloadFile(
  { path, query, headers }: DownloadFileRequest,
  { dependencies }: Context,
): DownloadFileResponse {
  const file = dependencies.files.find(path.id);
  if (file === undefined) throw notFound('file');
  if (query.view === 'metadata') return { status: 200, contentType: 'application/json', body: describe(file) };
  const { content, mediaType, filename } = file;
  const range = selectRange(headers.Range, content.length);
  if (range === 'unsatisfiable') throw rangeNotSatisfiable(content.length);
  if (range === undefined) {
    const disposition = { 'Accept-Ranges': 'bytes', 'Content-Disposition': attachment(filename) } as const;
    return { status: 200, contentType: mediaType, headers: disposition, body: content };
  }
  const { first, last } = range;
  const part = { 'Content-Range': `bytes ${first}-${last}/${content.length}` };
  return { status: 206, contentType: mediaType, headers: part, body: content.subarray(first, last + 1) };
}

function describe({ content, ...file }: StoredFile) {
  return { ...file, size: content.length, url: `/download/${file.id}` };
}
