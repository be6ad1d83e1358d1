import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';
import { classNames } from './class-names.ts';

/** A titled part of a view. */
export function Panel(props: {
  readonly title: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly class?: string;
  /** The content touches the border: tables, lists. */
  readonly flush?: boolean;
}): JSX.Element {
  const id = useId();
  return (
    <section class={classNames('panel', props.flush === true && 'flush', props.class)} aria-labelledby={id}>
      <header class="panel-head">
        <h2 id={id}>{props.title}</h2>
        {props.actions && <div class="actions">{props.actions}</div>}
      </header>
      <div class="panel-body">{props.children}</div>
    </section>
  );
}

/** Head of a view: its title, what to do, and below them its filters. */
export function ViewHead(props: {
  readonly title: ComponentChildren;
  readonly note?: ComponentChildren;
  readonly actions?: ComponentChildren;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <header class="view-head">
      <div class="view-title">
        <h1>{props.title}</h1>
        {props.note && <p class="note">{props.note}</p>}
        {props.actions && <div class="actions">{props.actions}</div>}
      </div>
      {props.children && <div class="view-filters">{props.children}</div>}
    </header>
  );
}
