import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { Empty } from '../parts/message.tsx';
import { Toasts } from '../parts/toast.tsx';
import { navigate, path } from '../router/location.ts';
import { matchView, startOf } from '../router/view.ts';
import { views } from '../views.ts';
import { KeyHelp } from './key-help.tsx';
import { useKeys } from './keys.ts';
import { Navigation } from './navigation.tsx';
import { Palette } from './palette.tsx';

/** What lies over the view. */
const overlay = signal<'none' | 'keys' | 'palette' | 'more'>('none');

export function Shell(): JSX.Element {
  const match = useMemo(() => matchView(views, path.value), [path.value]);
  useEffect(() => {
    document.title = match === undefined ? 'BRRT' : `${match.view.title} · BRRT`;
  }, [match]);
  useShellKeys();
  const View = match?.view.component;
  return (
    <div class="shell">
      <a class="skip-link" href="#view">
        Skip to the view
      </a>
      <Navigation current={match?.view} overlay={overlay} />
      <main id="view" class="view" key={match?.view.path} tabIndex={-1}>
        {View === undefined ? (
          <Empty title="There is no such page">
            <a href="/">Go to the services</a>
          </Empty>
        ) : (
          <View params={match?.params ?? {}} />
        )}
      </main>
      {overlay.value === 'keys' && <KeyHelp onClose={closeOverlay} />}
      {overlay.value === 'palette' && <Palette onClose={closeOverlay} />}
      <Toasts />
    </div>
  );
}

function closeOverlay(): void {
  overlay.value = 'none';
}

function useShellKeys(): void {
  const places = views.flatMap((view) => {
    const { title, navigation } = view;
    if (navigation === undefined) return [];
    return [{ keys: `g ${navigation.key}`, title: `Go to ${title}`, run: () => navigate(startOf(view)) }];
  });
  useKeys('Anywhere', [
    { keys: '?', title: 'Show the keys', run: () => setOverlay('keys') },
    { keys: 'mod+k', title: 'Search for anything', run: () => setOverlay('palette'), whileTyping: true },
    { keys: '/', title: 'Search in the view', run: focusSearch },
  ]);
  useKeys('Go', places);
}

function setOverlay(next: 'keys' | 'palette'): void {
  overlay.value = next;
}

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-search]')?.focus();
}
