import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { OctetRange, UploadedFile } from '../../ports/handler.ts';
import type { Resources } from '../body-decoder.ts';

export interface SpoolOptions {
  /** Octets that stay in memory; what is larger goes to a file. */
  readonly spoolBytes: number;
  /** Where files are made. */
  readonly spoolDirectory: string;
}

/** What is said of a file beside its octets. */
export type FileLabel = Pick<UploadedFile, 'filename' | 'mediaType' | 'headers'>;

/**
 * The octets of a part, in memory while they are few, else in a file that has no name in its folder from the moment it is made:
 * nothing is left behind, however the process ends. It goes when `resources` are released.
 */
export async function spoolFile(
  label: FileLabel,
  content: AsyncIterable<Buffer>,
  { options, resources }: { readonly options: SpoolOptions; readonly resources: Resources },
): Promise<UploadedFile> {
  const chunks: Buffer[] = [];
  let size = 0;
  let file: FileHandle | undefined;
  for await (const chunk of content) {
    size += chunk.length;
    if (file === undefined && size <= options.spoolBytes) {
      chunks.push(chunk);
      continue;
    }
    if (file === undefined) {
      file = await createFile(options.spoolDirectory, resources);
      for (const kept of chunks.splice(0)) await file.writeFile(kept);
    }
    await file.writeFile(chunk);
  }
  return file === undefined ? new MemoryFile(label, Buffer.concat(chunks, size)) : new SpooledFile(label, file, size);
}

async function createFile(directory: string, resources: Resources): Promise<FileHandle> {
  const path = join(directory, `brrt-${randomUUID()}`);
  const file = await open(path, constants.O_CREAT | constants.O_EXCL | constants.O_RDWR, 0o600);
  resources.defer(() => file.close());
  // Open files live on without a name; where a system does not let go of the name, it goes with the file.
  await unlink(path).catch(() => resources.defer(() => unlink(path)));
  return file;
}

abstract class PartFile implements UploadedFile {
  readonly filename: string | undefined;
  readonly mediaType: string;
  readonly headers: UploadedFile['headers'];
  readonly size: number;

  constructor({ filename, mediaType, headers }: FileLabel, size: number) {
    this.filename = filename;
    this.mediaType = mediaType;
    this.headers = headers;
    this.size = size;
  }

  abstract stream(range?: OctetRange): Readable;
  abstract bytes(): Promise<Buffer>;

  async text(): Promise<string> {
    return new TextDecoder().decode(await this.bytes());
  }
}

class MemoryFile extends PartFile {
  readonly #octets: Buffer;

  constructor(label: FileLabel, octets: Buffer) {
    super(label, octets.length);
    this.#octets = octets;
  }

  stream({ first, last }: OctetRange = { first: 0, last: this.size - 1 }): Readable {
    return Readable.from([this.#octets.subarray(first, last + 1)], { objectMode: false });
  }

  async bytes(): Promise<Buffer> {
    return this.#octets;
  }
}

const readAtOnce = 65_536;

class SpooledFile extends PartFile {
  readonly #file: FileHandle;

  constructor(label: FileLabel, file: FileHandle, size: number) {
    super(label, size);
    this.#file = file;
  }

  stream(range: OctetRange = { first: 0, last: this.size - 1 }): Readable {
    return Readable.from(this.#read(range), { objectMode: false });
  }

  async bytes(): Promise<Buffer> {
    const octets = Buffer.allocUnsafe(this.size);
    for (let at = 0; at < this.size; ) {
      const { bytesRead } = await this.#file.read(octets, at, this.size - at, at);
      if (bytesRead === 0) throw new TypeError('The file of an upload has become shorter');
      at += bytesRead;
    }
    return octets;
  }

  async *#read({ first, last }: OctetRange): AsyncGenerator<Buffer> {
    for (let at = first; at <= last; ) {
      const wanted = Math.min(readAtOnce, last - at + 1);
      const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
      if (bytesRead === 0) throw new TypeError('The file of an upload has become shorter');
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }
}
