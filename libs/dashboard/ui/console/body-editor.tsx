import type { JSX } from 'preact';
import type { CallViolation } from '../../src/api/console.ts';
import type { ContentInfo, NamedExample, OperationInfo, SchemaBundle } from '../../src/api/services.ts';
import { formatBytes } from '../format/format.ts';
import { Button } from '../parts/button.tsx';
import { Select } from '../parts/field.tsx';
import { Panel } from '../parts/panel.tsx';
import { toast } from '../parts/toast.tsx';
import { chosenExample } from './chosen-example.ts';
import { type BodyDraft, bodyOfType, hasForm, isWrittenAsJson, switchMode, textOf } from './draft.ts';
import { problemsByPointer } from './form-context.ts';
import { initialValue } from './form-value.ts';
import { RawEditor } from './raw-editor.tsx';
import { readFile } from './read-file.ts';
import { BareField, Form } from './schema-field.tsx';

export interface BodyEditorProps {
  readonly operation: OperationInfo;
  readonly bundle: SchemaBundle;
  readonly body: BodyDraft;
  readonly violations: readonly CallViolation[];
  readonly onChange: (body: BodyDraft) => void;
}

/** The body of a request: as a form, as text, or as a file. */
export function BodyEditor(props: BodyEditorProps): JSX.Element | null {
  const { operation, bundle, body, onChange } = props;
  if (operation.body === undefined) return null;
  const { content, required, description } = operation.body;
  const chosen = content.find(({ mediaType }) => mediaType === body.mediaType) ?? content[0];
  return (
    <Panel
      class="console-body"
      title="Body"
      actions={
        <>
          {content.length > 1 ? (
            <Select
              label="Media type of the body"
              value={body.mediaType}
              options={content.map(({ mediaType }) => ({ value: mediaType, title: mediaType }))}
              onChange={(mediaType) => {
                const next = content.find((one) => one.mediaType === mediaType);
                onChange(bodyOfType(operation, next, bundle));
              }}
            />
          ) : (
            <span class="mono note">{chosen?.mediaType}</span>
          )}
          {!required && (
            <label class="console-check">
              <input
                type="checkbox"
                checked={body.sent}
                onChange={({ currentTarget }) => onChange({ ...body, sent: currentTarget.checked })}
              />
              Send
            </label>
          )}
        </>
      }
    >
      {description !== undefined && <p class="note">{description}</p>}
      {body.sent && chosen && <BodyOfType {...props} content={chosen} />}
      {!body.sent && <p class="note">No body is sent.</p>}
    </Panel>
  );
}

function BodyOfType(props: BodyEditorProps & { readonly content: ContentInfo }): JSX.Element {
  const { content, body, violations, onChange, bundle } = props;
  if (content.kind === 'binary') return <FileBody body={body} mediaType={content.mediaType} onChange={onChange} />;
  const raw = body.mode === 'raw' || !hasForm(content);
  return (
    <>
      <BodyTools {...props} />
      {raw ? (
        <RawEditor
          label={`Body as ${content.mediaType}`}
          text={body.text}
          isJson={isWrittenAsJson(content)}
          violations={violations}
          onChange={(text) => onChange({ ...body, text })}
        />
      ) : (
        <Form bundle={bundle} place="body" problems={problemsByPointer(violations)}>
          <BareField
            label="Body"
            schema={content.schema ?? true}
            required
            value={
              body.value === undefined && content.schema !== undefined
                ? initialValue(content.schema, bundle)
                : body.value
            }
            pointer=""
            onChange={(value) => onChange({ ...body, value })}
          />
        </Form>
      )}
    </>
  );
}

function BodyTools(props: BodyEditorProps & { readonly content: ContentInfo }): JSX.Element | null {
  const { content, body, onChange } = props;
  const both = hasForm(content) && isWrittenAsJson(content);
  if (!both && content.examples.length < 2) return null;
  function show(mode: BodyDraft['mode']): void {
    const next = switchMode(body, mode, content.kind);
    if (next === undefined)
      toast('A form cannot show the text: it is no JSON yet, or has a number that a page cannot hold', 'bad');
    else onChange(next);
  }
  return (
    <div class="body-tools">
      {both && (
        <fieldset class="body-modes">
          <legend class="reader-only">How to write the body</legend>
          <Button pressed={body.mode === 'form'} onClick={() => show('form')}>
            Form
          </Button>
          <Button pressed={body.mode === 'raw'} onClick={() => show('raw')}>
            {content.kind === 'json' ? 'JSON' : 'As JSON'}
          </Button>
        </fieldset>
      )}
      {content.examples.length > 0 && (
        <Select
          label="Fill in an example"
          value={chosenExample(content.examples, body.value)}
          options={[
            { value: '', title: 'Fill in an example' },
            ...content.examples.map((example, index) => ({ value: String(index), title: exampleInWords(example) })),
          ]}
          onChange={(index) => {
            const value = content.examples[Number(index)]?.value;
            if (index !== '') onChange({ ...body, value, text: textOf(value, content.kind) });
          }}
        />
      )}
    </div>
  );
}

function FileBody(props: {
  readonly body: BodyDraft;
  readonly mediaType: string;
  readonly onChange: (body: BodyDraft) => void;
}): JSX.Element {
  const { body, mediaType, onChange } = props;
  return (
    <div class="form-line form-file" data-pointer="body">
      <input
        type="file"
        aria-label={`File to send as ${mediaType}`}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          if (file !== undefined) void readFile(file).then((read) => onChange({ ...body, file: read }));
        }}
      />
      <span class="note">
        {body.file === undefined
          ? 'no file yet: an empty body is sent'
          : `${body.file.name}, ${formatBytes(body.file.size)}`}
      </span>
    </div>
  );
}

function exampleInWords({ name, summary, origin, broken }: NamedExample): string {
  const shown = summary === undefined ? name : `${name}: ${summary}`;
  if (broken !== undefined) return `${shown} (breaks its schema)`;
  return origin === 'schema' ? `${shown} (made of the schema)` : shown;
}
