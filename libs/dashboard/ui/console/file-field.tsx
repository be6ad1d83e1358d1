import type { JSX } from 'preact';
import type { OctetsValue } from '../../src/api/console.ts';
import { formatBytes } from '../format/format.ts';
import { isRecord } from './flat-schema.ts';
import type { ControlProps } from './form-context.ts';
import { readFile } from './read-file.ts';

/** A file of this machine, as a part of a body. */
export function FileField({ id, value, onChange, label }: ControlProps): JSX.Element {
  return (
    <div class="form-line form-file">
      <input
        id={id}
        type="file"
        aria-label={label}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) void take(file, onChange);
        }}
      />
      <span class="note">{inWords(value)}</span>
    </div>
  );
}

async function take(file: File, onChange: (value: OctetsValue) => void): Promise<void> {
  const { base64 } = await readFile(file);
  onChange({ $base64: base64, filename: file.name, ...(file.type !== '' && { mediaType: file.type }) });
}

function inWords(value: unknown): string {
  if (typeof value === 'string') return `text of ${value.length} characters`;
  if (!isRecord(value) || typeof value.$base64 !== 'string') return 'no file yet';
  const size = formatBytes(octetsOf(value.$base64));
  return typeof value.filename === 'string' ? `${value.filename}, ${size}` : `example, ${size}`;
}

/** How many octets a base64 text stands for. */
function octetsOf(base64: string): number {
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  return (base64.length * 3) / 4 - padding;
}
