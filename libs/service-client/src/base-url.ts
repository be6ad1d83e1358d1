/** Where a service is, apart from what its contract says. */
export interface BaseUrl {
  /** Scheme, host and port. */
  readonly origin: string;
  /** '' or `/api`, without a slash at its end. */
  readonly path: string;
}

/** @throws TypeError for anything but an http or https URL of host, port and path */
export function parseBaseUrl(text: string, service: string): BaseUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain = url !== undefined && `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!isPlain || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new TypeError(`The base URL of ${service} has to be http or https, with host, port and path at most`);
  }
  return { origin: url.origin, path: url.pathname.replace(/\/+$/, '') };
}
