import type { JSX } from 'preact';
import type { CodeSample } from '../../src/api/console.ts';
import { CodeBlock } from '../parts/code.tsx';

const languages: Readonly<Record<CodeSample['language'], string>> = {
  curl: 'curl',
  fetch: 'fetch',
  client: 'Typed client',
  http: 'HTTP',
  wscat: 'wscat',
  websocket: 'Node.js',
};

/** The same request for other tools. */
export function CodeSamples({ samples }: { readonly samples: readonly CodeSample[] }): JSX.Element {
  return (
    <div class="samples">
      {samples.map(({ language, text }) => (
        <section key={language}>
          <h3>{languages[language]}</h3>
          <CodeBlock text={text} label={`${languages[language]} sample`} />
        </section>
      ))}
    </div>
  );
}
