import type { ComponentChildren, JSX } from 'preact';
import { serviceClass } from '../format/service-colour.ts';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'good' | 'warn' | 'bad' | 'info';

export function Badge(props: {
  readonly children: ComponentChildren;
  readonly tone?: Tone;
  readonly title?: string;
}): JSX.Element {
  return (
    <span class={classNames('badge', props.tone ?? 'neutral')} title={props.title}>
      {props.children}
    </span>
  );
}

/** A dot with its text: state never shows by colour alone. */
export function StateDot(props: { readonly tone: Tone; readonly children: ComponentChildren }): JSX.Element {
  return (
    <span class={classNames('state-dot', props.tone)}>
      <span class="dot" aria-hidden="true" />
      {props.children}
    </span>
  );
}

/** Name of a service beside its colour. */
export function ServiceName({ name }: { readonly name: string }): JSX.Element {
  return (
    <span class={classNames('service-name', serviceClass(name))} title={name}>
      <span class="swatch" aria-hidden="true" />
      <span class="truncate">{name}</span>
    </span>
  );
}

export function HttpStatus({ status }: { readonly status: number }): JSX.Element {
  const tone = status >= 500 ? 'bad' : status >= 400 ? 'warn' : status >= 300 ? 'info' : 'good';
  return <Badge tone={tone}>{status}</Badge>;
}

export function HttpMethod({ method }: { readonly method: string }): JSX.Element {
  return <span class={classNames('http-method', method.toLowerCase())}>{method.toUpperCase()}</span>;
}
