import type { ComponentChildren, JSX } from 'preact';
import { classNames } from './class-names.ts';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps {
  readonly children?: ComponentChildren;
  /** Needed where there is no text: name and tooltip. */
  readonly label?: string;
  readonly icon?: IconName;
  /** `primary`: the one thing to do here; `quiet`: without a border. */
  readonly kind?: 'plain' | 'primary' | 'quiet';
  /** A switch: says whether it is on. */
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly disabled?: boolean;
  readonly onClick?: (event: MouseEvent) => void;
}

export function Button(props: ButtonProps): JSX.Element {
  const { children, label, icon, kind = 'plain', pressed, expanded, disabled, onClick } = props;
  return (
    <button
      type="button"
      class={classNames('button', kind, children === undefined && 'icon-only')}
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      aria-expanded={expanded}
      disabled={disabled}
      onClick={onClick}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

/** Looks like a button, goes to another page; `download` saves what is there. */
export function LinkButton(props: {
  readonly href: string;
  readonly children?: ComponentChildren;
  readonly label?: string;
  readonly icon?: IconName;
  readonly kind?: ButtonProps['kind'];
  readonly download?: string;
}): JSX.Element {
  const { href, children, label, icon, kind = 'plain', download } = props;
  return (
    <a
      class={classNames('button', kind, children === undefined && 'icon-only')}
      href={href}
      aria-label={label}
      title={label}
      download={download}
    >
      {icon && <Icon name={icon} />}
      {children}
    </a>
  );
}
