import type { ComponentChildren, JSX } from 'preact';

/** One of a `<dl class="facts">`: a name and what it is. */
export function Fact(props: { readonly name: string; readonly children: ComponentChildren }): JSX.Element {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
