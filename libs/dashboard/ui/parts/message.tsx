import type { ComponentChildren, JSX } from 'preact';
import type { ApiError } from '../api/client.ts';
import { Button } from './button.tsx';
import { Icon, type IconName } from './icon.tsx';

/** Nothing to show, and what to do about it. */
export function Empty(props: {
  readonly title: string;
  readonly icon?: IconName;
  readonly children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="empty">
      {props.icon && <Icon name={props.icon} />}
      <p class="empty-title">{props.title}</p>
      {props.children && <div class="empty-text">{props.children}</div>}
    </div>
  );
}

/** A failure, said. */
export function Problem(props: {
  readonly problem: ApiError | { readonly title: string; readonly detail?: string | undefined };
  readonly onRetry?: () => void;
}): JSX.Element {
  return (
    <div class="problem" role="alert">
      <Icon name="warning" />
      <div class="problem-text">
        <p class="problem-title">{props.problem.title}</p>
        {props.problem.detail && <p>{props.problem.detail}</p>}
      </div>
      {props.onRetry && <Button onClick={props.onRetry}>Try again</Button>}
    </div>
  );
}

/** Room for what is being asked for; says so to a reader, and shows after a moment only. */
export function Loading({ label = 'Loading' }: { readonly label?: string }): JSX.Element {
  return (
    <div class="loading" role="status">
      {label}…
    </div>
  );
}
