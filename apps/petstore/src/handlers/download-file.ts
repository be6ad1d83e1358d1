import type { Context } from '../context.ts';
import { attachment } from '../files/attachment.ts';
import type { StoredFile } from '../files/files.ts';
import type { DownloadFileRequest, DownloadFileResponse } from '../generated/handlers.gen.ts';
import { notFound } from '../problems.ts';

export function downloadFile({ path, query }: DownloadFileRequest, { dependencies }: Context): DownloadFileResponse {
  const file = dependencies.files.find(path.id);
  if (file === undefined) throw notFound('file');
  if (query.view === 'metadata') return { status: 200, contentType: 'application/json', body: describe(file) };
  const { content, mediaType, filename } = file;
  // Ranges are served of it, as the contract declares 206.
  return {
    status: 200,
    contentType: mediaType,
    headers: { 'Content-Disposition': attachment(filename) },
    body: content,
  };
}

function describe({ content, ...file }: StoredFile) {
  return { ...file, size: content.length, url: `/download/${file.id}` };
}
