import type { JSX } from 'preact';
import { useId, useMemo, useState } from 'preact/hooks';
import { api } from '../api/routes.ts';
import { useLoad } from '../api/use-load.ts';
import { formatDuration } from '../format/format.ts';
import { serviceNames } from '../live/workspace.ts';
import { Dialog } from '../parts/dialog.tsx';
import { nextIndex } from '../parts/focus-row.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { navigate } from '../router/location.ts';
import { startOf } from '../router/view.ts';
import { consoleLink, logsLink, traceLink, tracesLink } from '../services/links.ts';
import { views } from '../views.ts';

interface Place {
  readonly href: string;
  readonly title: string;
  readonly note: string;
  readonly icon: IconName;
}

/** One box for views, services, operations and traces. */
export function Palette({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const id = useId();
  const [typed, setTyped] = useState('');
  const [active, setActive] = useState(0);
  const places = usePlaces(typed.trim());
  const shown = useMemo(() => rank(places, typed).slice(0, 12), [places, typed]);
  const chosen = Math.min(active, shown.length - 1);
  function go(place: Place | undefined): void {
    if (place === undefined) return;
    onClose();
    navigate(place.href);
  }
  return (
    <Dialog title="Go to" kind="palette" onClose={onClose}>
      <input
        class="palette-input"
        role="combobox"
        aria-label="View, service, operation, trace"
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={chosen >= 0 ? `${id}-${chosen}` : undefined}
        placeholder="View, service, operation, trace id or text"
        autoFocus
        value={typed}
        onInput={({ currentTarget }) => {
          setTyped(currentTarget.value);
          setActive(0);
        }}
        onKeyDown={(event) => {
          const next = event.key.startsWith('Arrow') ? nextIndex(event.key, chosen, shown.length) : undefined;
          if (next !== undefined) setActive(next);
          else if (event.key === 'Enter') go(shown[chosen]);
          else return;
          event.preventDefault();
        }}
      />
      <div id={id} class="palette-list" role="listbox" aria-label="Places">
        {shown.map((place, index) => (
          <div
            key={place.href}
            id={`${id}-${index}`}
            role="option"
            class="palette-place"
            aria-selected={index === chosen}
            onClick={() => go(place)}
          >
            <Icon name={place.icon} />
            <span class="truncate">{place.title}</span>
            <span class="note">{place.note}</span>
          </div>
        ))}
      </div>
      {shown.length === 0 && <p class="note palette-none">Nothing of that name.</p>}
    </Dialog>
  );
}

function usePlaces(text: string): readonly Place[] {
  const names = serviceNames.value;
  const operations = useLoad(`operations ${names.join()}`, (signal) =>
    Promise.all(
      names.map(async (service) => ({ service, all: await api.operations(service, signal).catch(() => []) })),
    ),
  );
  const traces = useLoad(text.length < 2 ? '' : `traces ${text}`, (signal) => api.traces({ text, limit: 8 }, signal));
  return useMemo(
    () => [
      ...views.flatMap(({ title, path, navigation }) =>
        navigation ? [{ href: startOf({ path }), title, note: 'view', icon: navigation.icon }] : [],
      ),
      ...names.flatMap((name) => placesOfService(name)),
      ...(operations.value ?? []).flatMap(({ service, all }) =>
        all.map(({ id, method, path }) => ({
          href: consoleLink(service, id),
          title: `${id} ${method.toUpperCase()} ${path}`,
          note: service,
          icon: 'console' as const,
        })),
      ),
      ...(traces.value ?? []).map(({ traceId, name, service, duration }) => ({
        href: traceLink(traceId),
        title: `${name} ${traceId}`,
        note: `${service}, ${formatDuration(duration)}`,
        icon: 'traces' as const,
      })),
    ],
    [names, operations.value, traces.value],
  );
}

function placesOfService(service: string): readonly Place[] {
  return [
    { href: tracesLink({ service }), title: `${service} traces`, note: 'service', icon: 'traces' },
    { href: logsLink({ service }), title: `${service} logs`, note: 'service', icon: 'logs' },
  ];
}

/** Every word has to be found; what begins with the text comes first. Found traces match by what the server searched. */
function rank(places: readonly Place[], typed: string): readonly Place[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const found = places.filter(({ title, note, icon, href }) => {
    const text = `${title} ${note}`.toLowerCase();
    return words.every((word) => text.includes(word)) || (icon === 'traces' && href.startsWith('/traces/'));
  });
  const first = words[0] ?? '';
  return found.toSorted(
    (one, other) =>
      Number(other.title.toLowerCase().startsWith(first)) - Number(one.title.toLowerCase().startsWith(first)),
  );
}
