import type { JSX } from 'preact';
import { services } from '../live/workspace.ts';
import { Select } from '../parts/field.tsx';
import type { IconName } from '../parts/icon.tsx';
import { Empty, Loading } from '../parts/message.tsx';
import { linkTo, navigate, query } from '../router/location.ts';

/** Services that have a contract here; those known by telemetry alone have none. */
function workspaceServices(): readonly string[] {
  return (services.value ?? []).filter(({ origin }) => origin === 'workspace').map(({ name }) => name);
}

/** The service that was looked at last: views that name none are about it. */
let latest: string | undefined;

/** A view about one service: the one of its path, else the one before, else the first. While there is none, it says so. */
export function OfService(props: {
  readonly params: Readonly<Record<string, string>>;
  /** Those of the workspace when left out. */
  readonly names?: readonly string[];
  readonly icon: IconName;
  /** Title while there is none. */
  readonly none?: string;
  readonly children: (service: string) => JSX.Element;
}): JSX.Element {
  const { params, names = workspaceServices(), icon, none = 'No service of this workspace is known', children } = props;
  const service = chosenService(params, names);
  if (service !== undefined) return children(service);
  if (services.value === undefined) return <Loading />;
  return (
    <Empty title={none} icon={icon}>
      Start one with <code>npm start</code> or <code>nx serve petstore</code>.
    </Empty>
  );
}

function chosenService(params: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  if (params.service !== undefined) latest = params.service;
  return params.service ?? names.find((name) => name === latest) ?? names[0];
}

/** Goes to the same view of another service. */
export function ServiceChoice(props: {
  /** `/metrics` */
  readonly view: string;
  readonly service: string;
  /** Those of the workspace when left out. */
  readonly names?: readonly string[];
}): JSX.Element {
  const { view, service, names = workspaceServices() } = props;
  const all = names.includes(service) ? names : [service, ...names];
  return (
    <Select
      label="Service"
      value={service}
      options={all.map((name) => ({ value: name, title: name }))}
      onChange={(name) => navigate(linkTo(`${view}/${encodeURIComponent(name)}`, keptQuery()))}
    />
  );
}

/** Tab and window mean the same for every service; all else does not. */
function keptQuery(): Readonly<Record<string, string | undefined>> {
  return { tab: query.peek().get('tab') ?? undefined, window: query.peek().get('window') ?? undefined };
}
