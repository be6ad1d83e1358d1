import type { JSX } from 'preact';
import { plural } from '../format/format.ts';
import type { HeldList } from '../live/use-held-list.ts';
import { Button } from '../parts/button.tsx';
import type { VirtualListControl } from '../parts/virtual-list.tsx';
import { useKeys } from '../shell/keys.ts';

/** Pauses a live list, and says what waits meanwhile. */
export function LiveButton<T>({ list }: { readonly list: HeldList<T> }): JSX.Element {
  const { paused, setPaused } = list;
  useKeys('List', [{ keys: 'p', title: paused ? 'Go on' : 'Pause', run: () => setPaused(!paused) }]);
  return (
    <Button icon={paused ? 'play' : 'pause'} pressed={paused} onClick={() => setPaused(!paused)}>
      {paused ? 'Paused' : 'Pause'}
    </Button>
  );
}

/** `12 new traces`: brings the newest into sight. */
export function FreshButton<T>(props: {
  readonly list: HeldList<T>;
  readonly control: { readonly current: VirtualListControl | null };
  readonly what: string;
}): JSX.Element | null {
  const { list, control, what } = props;
  if (list.fresh === 0) return null;
  return (
    <button
      type="button"
      class="fresh-button"
      onClick={() => {
        list.setPaused(false);
        control.current?.scrollTo(0);
      }}
    >
      <span role="status">{plural(list.fresh, `new ${what}`)}</span>
    </button>
  );
}
