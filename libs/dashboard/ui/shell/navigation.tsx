import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import { connection } from '../live/events.ts';
import { services, workspaceName } from '../live/workspace.ts';
import { MockBadge } from '../mocks/mock-badge.tsx';
import { StateDot } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { startOf, type View } from '../router/view.ts';
import { views } from '../views.ts';
import { nextTheme, theme } from './theme.ts';

type Overlay = Signal<'none' | 'keys' | 'palette' | 'more'>;

interface NavigationProps {
  readonly current: View | undefined;
  readonly overlay: Overlay;
}

const listed = views.filter(({ navigation }) => navigation !== undefined);

/** On the left of a wide page, at the foot of a narrow one. */
export function Navigation({ current, overlay }: NavigationProps): JSX.Element {
  return (
    <header class="navigation">
      <a class="brand" href="/" title={workspaceName.value}>
        <BrandMark />
        <span class="brand-name">BRRT</span>
        <span class="brand-workspace truncate">{workspaceName.value}</span>
      </a>
      <button type="button" class="palette-button" onClick={() => open(overlay, 'palette')}>
        <Icon name="search" />
        <span>Search</span>
        <kbd>⌘K</kbd>
      </button>
      <div class="mock-strip">
        <MockBadge />
      </div>
      <nav aria-label="Views">
        <ul class="places">
          {listed.map((view) => (
            <li key={view.path} class={view.navigation?.primary === true ? 'primary' : 'secondary'}>
              <Place view={view} current={current} />
            </li>
          ))}
          <li class="more">
            <button type="button" class="place" onClick={() => open(overlay, 'more')}>
              <Icon name="more" />
              <span>More</span>
            </button>
          </li>
        </ul>
      </nav>
      <ShellState overlay={overlay} />
      {overlay.value === 'more' && <MoreDrawer current={current} overlay={overlay} />}
    </header>
  );
}

function Place({ view, current }: { readonly view: View; readonly current: View | undefined }): JSX.Element {
  const errors = view.path === '/errors' ? failedServices() : 0;
  return (
    <a class="place" href={startOf(view)} aria-current={isWithin(current, view) ? 'page' : undefined}>
      {view.navigation && <Icon name={view.navigation.icon} />}
      <span>{view.title}</span>
      {errors > 0 && (
        <span class="place-count" title="services with errors">
          {errors}
        </span>
      )}
    </a>
  );
}

/** `/traces/:traceId` is within `/traces`. */
function isWithin(current: View | undefined, view: View): boolean {
  return current !== undefined && startOf(current) === startOf(view);
}

function failedServices(): number {
  return (services.value ?? []).filter(({ errorCount }) => errorCount > 0).length;
}

function ShellState({ overlay }: { readonly overlay: Overlay }): JSX.Element {
  return (
    <div class="shell-state">
      <MockBadge />
      <Connection />
      <div class="shell-buttons">
        <Button
          kind="quiet"
          icon={theme.value === 'light' ? 'sun' : theme.value === 'dark' ? 'moon' : 'system'}
          label={`Theme: ${theme.value}`}
          onClick={nextTheme}
        />
        <Button kind="quiet" icon="keyboard" label="Keys (?)" onClick={() => open(overlay, 'keys')} />
      </div>
    </div>
  );
}

function Connection(): JSX.Element {
  if (connection.value === 'live') return <StateDot tone="good">Live</StateDot>;
  if (connection.value === 'connecting') return <StateDot tone="neutral">Connecting</StateDot>;
  return <StateDot tone="bad">Connection lost, trying again</StateDot>;
}

function MoreDrawer({ current, overlay }: NavigationProps): JSX.Element {
  return (
    <Dialog title="All views" kind="drawer" onClose={() => open(overlay, 'none')}>
      <ul class="drawer-places" onClick={() => open(overlay, 'none')}>
        {listed.map((view) => (
          <li key={view.path}>
            <Place view={view} current={current} />
          </li>
        ))}
      </ul>
      <ShellState overlay={overlay} />
    </Dialog>
  );
}

function open(overlay: Overlay, what: Overlay['value']): void {
  overlay.value = what;
}

function BrandMark(): JSX.Element {
  return (
    <svg class="brand-mark" viewBox="0 0 16 16" width="20" height="20" aria-hidden="true">
      <path d="M2 4h6 M5 8h9 M8 12h4" />
    </svg>
  );
}
