import type { ComponentType } from 'preact';
import type { IconName } from '../parts/icon.tsx';

/** A page of the dashboard. `path` holds parameters as `:name`; the last may be optional: `/console/:service/:operation?`. */
export interface View {
  readonly path: string;
  /** Of the browser's tab and of the navigation. */
  readonly title: string;
  readonly component: ComponentType<ViewProps>;
  /** Absent: reached by links alone. */
  readonly navigation?: {
    readonly icon: IconName;
    /** Second key after `g`. */
    readonly key: string;
    /** Shown in the bar at phone width; the others are behind "More". */
    readonly primary?: boolean;
  };
}

export interface ViewProps {
  readonly params: Readonly<Record<string, string>>;
}

export interface ViewMatch {
  readonly view: View;
  readonly params: Readonly<Record<string, string>>;
}

/** Where a view is without its parameters: `/metrics/:service?` to `/metrics`. */
export function startOf({ path }: Pick<View, 'path'>): string {
  return path.replace(/\/:.*$/, '') || '/';
}

/** The view that `path` names, with its parameters decoded. */
export function matchView(views: readonly View[], path: string): ViewMatch | undefined {
  for (const view of views) {
    const params = matchPath(view.path, path);
    if (params !== undefined) return { view, params };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const wanted = pattern.split('/').filter(Boolean);
  const given = path.split('/').filter(Boolean);
  if (given.length > wanted.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = given[index];
    if (!segment.startsWith(':')) {
      if (segment !== value) return undefined;
    } else if (value !== undefined) params[segment.replace(/^:|\?$/g, '')] = decode(value);
    else if (!segment.endsWith('?')) return undefined;
  }
  return params;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
