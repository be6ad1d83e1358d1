import { createHash, randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { bytes, json, type Row, text, textOrNull } from '../store/row.ts';

export interface StoredFile {
  readonly id: string;
  /** Found in the octets, never believed: what is no PNG picture is just octets. */
  readonly mediaType: 'image/png' | 'application/octet-stream';
  readonly filename?: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly sha256: string;
  readonly content: Uint8Array;
}

export interface FileUpload {
  readonly filename: string | undefined;
  readonly metadata: Readonly<Record<string, string>>;
  readonly content: Uint8Array;
}

export interface Files {
  find(id: string): StoredFile | undefined;
  /** The id of the new file. */
  store(upload: FileUpload): string;
}

export function createFiles(database: DatabaseSync): Files {
  const find = database.prepare('SELECT * FROM files WHERE id = ?');
  const insert = database.prepare(
    'INSERT INTO files (id, media_type, filename, metadata, sha256, content) VALUES (?, ?, ?, ?, ?, ?)',
  );
  return {
    find(id) {
      const row = find.get(id);
      return row === undefined ? undefined : readFile(row);
    },
    store({ filename, metadata, content }) {
      const id = randomUUID();
      const sha256 = createHash('sha256').update(content).digest('hex');
      insert.run(id, detectMediaType(content), filename ?? null, JSON.stringify(metadata), sha256, content);
      return id;
    },
  };
}

// PNG 3rd edition §3.2
const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

function detectMediaType(content: Uint8Array): StoredFile['mediaType'] {
  return pngSignature.equals(content.subarray(0, pngSignature.length)) ? 'image/png' : 'application/octet-stream';
}

function readFile(row: Row): StoredFile {
  const filename = textOrNull(row, 'filename');
  return {
    id: text(row, 'id'),
    mediaType: text(row, 'media_type') === 'image/png' ? 'image/png' : 'application/octet-stream',
    ...(filename === null ? {} : { filename }),
    metadata: json(row, 'metadata'),
    sha256: text(row, 'sha256'),
    content: bytes(row, 'content'),
  };
}
