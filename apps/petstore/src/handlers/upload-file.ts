import type { Context } from '../context.ts';
import type { UploadFileRequest, UploadFileResponse } from '../generated/handlers.gen.ts';

export async function uploadFile({ body }: UploadFileRequest, { dependencies }: Context): Promise<UploadFileResponse> {
  const { file, metadata = {} } = body;
  const id = dependencies.files.store({ filename: file.filename, metadata, content: await file.bytes() });
  const location = `/download/${id}`;
  return { status: 201, headers: { Location: location }, body: { id, location } };
}
