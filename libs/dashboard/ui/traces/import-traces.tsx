import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { ApiError } from '../api/client.ts';
import { api } from '../api/routes.ts';
import { Button } from '../parts/button.tsx';
import { toast } from '../parts/toast.tsx';

/** Files of OTLP JSON: as this dashboard, a collector's file exporter or other viewers write them. */
export function ImportButton({ onImported }: { readonly onImported: () => void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon="upload" label="Import OTLP JSON" onClick={() => input.current?.click()} />
      <input
        ref={input}
        type="file"
        class="reader-only"
        tabIndex={-1}
        aria-label="File with OTLP JSON"
        accept=".json,.jsonl,.ndjson,application/json"
        multiple
        onChange={({ currentTarget }) => {
          void importFiles(currentTarget.files).then((done) => done && onImported());
          currentTarget.value = '';
        }}
      />
    </>
  );
}

interface DropAttributes {
  readonly 'data-dropping': 'true' | undefined;
  readonly onDragOver: (event: DragEvent) => void;
  readonly onDragLeave: (event: DragEvent) => void;
  readonly onDrop: (event: DragEvent) => void;
}

/** Attributes for an element onto which such files can be dropped. */
export function useImportByDrop(onImported: () => void): DropAttributes {
  const [over, setOver] = useState(false);
  return {
    'data-dropping': over ? 'true' : undefined,
    onDragOver: (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files') !== true) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: (event: DragEvent) => {
      if (event.target === event.currentTarget) setOver(false);
    },
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      void importFiles(event.dataTransfer?.files ?? null).then((done) => done && onImported());
    },
  };
}

async function importFiles(files: FileList | null): Promise<boolean> {
  let done = false;
  for (const file of files ?? []) {
    try {
      await api.importOtlp(file);
      toast(`Imported ${file.name}`, 'good');
      done = true;
    } catch (cause) {
      toast(`${file.name}: ${cause instanceof ApiError ? cause.message : String(cause)}`, 'bad');
    }
  }
  return done;
}
