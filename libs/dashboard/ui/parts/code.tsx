import type { JSX } from 'preact';
import { Button } from './button.tsx';
import { toast } from './toast.tsx';

/** Text as it is, with a button that copies it. */
export function CodeBlock(props: {
  readonly text: string;
  readonly label: string;
  readonly wrap?: boolean;
}): JSX.Element {
  return (
    <div class="code-block">
      <pre class={props.wrap === true ? 'wrap' : undefined} tabIndex={0} role="region" aria-label={props.label}>
        {props.text}
      </pre>
      <CopyButton text={() => props.text} label={`Copy ${props.label}`} />
    </div>
  );
}

export function CopyButton(props: {
  readonly text: () => string;
  readonly label: string;
  readonly children?: string;
}): JSX.Element {
  return (
    <Button icon="copy" kind="quiet" label={props.label} onClick={() => void copyText(props.text())}>
      {props.children}
    </Button>
  );
}

/** Copies, and says whether it worked: a browser may refuse it. */
export async function copyText(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    toast('Copied');
  } catch {
    toast('The browser did not let the page copy', 'bad');
  }
}
