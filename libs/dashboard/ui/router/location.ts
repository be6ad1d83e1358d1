import { computed, signal } from '@preact/signals';

const address = signal(readAddress());

/** Path of the page that is shown, decoded nowhere: `/traces/0af7…`. */
export const path = computed(() => address.value.pathname);
/** Query of the page that is shown: where filters live, so that every state of a view has a link. */
export const query = computed(() => new URLSearchParams(address.value.search));

/** Goes to another view; `replace` leaves no step to go back to. */
export function navigate(to: string, options: { readonly replace?: boolean } = {}): void {
  const target = new URL(to, window.location.href);
  if (target.href === window.location.href) return;
  if (options.replace === true) window.history.replaceState(null, '', target);
  else window.history.pushState(null, '', target);
  address.value = readAddress();
}

/** Sets or (undefined, empty) removes parameters of the query and keeps the others. */
export function setQuery(
  changes: Readonly<Record<string, string | readonly string[] | undefined>>,
  options: { readonly push?: boolean } = {},
): void {
  const next = new URLSearchParams(query.peek());
  for (const [name, value] of Object.entries(changes)) {
    next.delete(name);
    const values = value === undefined ? [] : typeof value === 'string' ? [value] : value;
    for (const one of values) if (one !== '') next.append(name, one);
  }
  navigate(linkTo(path.peek(), next), { replace: options.push !== true });
}

/** `/logs` and `{ service: 'petstore', text: undefined }` to `/logs?service=petstore`. */
export function linkTo(
  to: string,
  parameters: URLSearchParams | Readonly<Record<string, string | number | undefined>> = {},
): string {
  const search = new URLSearchParams();
  const entries = parameters instanceof URLSearchParams ? parameters.entries() : Object.entries(parameters);
  for (const [name, value] of entries) if (value !== undefined && value !== '') search.append(name, String(value));
  return search.size === 0 ? to : `${to}?${search}`;
}

/** Follows links within the page without loading it anew. Links to API, documents and downloads stay the browser's. */
export function followLinks(): void {
  window.addEventListener('popstate', () => {
    address.value = readAddress();
  });
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const anchor = event.target instanceof Element ? event.target.closest('a') : null;
    if (anchor === null || !isOwn(anchor)) return;
    event.preventDefault();
    navigate(anchor.href);
  });
}

function isOwn(anchor: HTMLAnchorElement): boolean {
  if (anchor.target !== '' || anchor.hasAttribute('download') || !anchor.hasAttribute('href')) return false;
  const { origin, pathname } = new URL(anchor.href);
  return origin === window.location.origin && !/^\/(api|docs|v1|assets)\//.test(pathname);
}

function readAddress(): { readonly pathname: string; readonly search: string } {
  return { pathname: window.location.pathname, search: window.location.search };
}
