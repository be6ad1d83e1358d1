import { StartError } from '@brrt/service-model';

/** Where a service was to listen. */
export interface RefusedAddress {
  readonly port: number;
  readonly host: string;
}

/** Which of the two addresses that a service may have. */
export type ListeningPart = 'service' | 'management';

const settings: Readonly<Record<ListeningPart, string>> = {
  service: '`port` or `host` in config.yaml, or PORT',
  management: '`management.port` or `management.host` in config.yaml',
};

/** The address of a service cannot be had. */
export class ListenError extends StartError {
  override readonly name = 'ListenError';
  readonly code = 'ERR_LISTEN';
  constructor(part: ListeningPart, address: RefusedAddress, cause: NodeJS.ErrnoException) {
    super(`${explainRefusal(cause, address)}; set another ${settings[part]}`, { cause });
  }
}

/** Why a port cannot be had, in words. */
export function explainRefusal({ code, message }: NodeJS.ErrnoException, { port, host }: RefusedAddress): string {
  if (code === 'EADDRINUSE') return `port ${port} is taken: something else listens on ${host}:${port}`;
  if (code === 'EACCES') return `port ${port} needs more rights than this user has`;
  return `cannot listen on ${host}:${port}: ${message}`;
}

// In one of several workers it is the process that started it who binds.
const addressCalls: readonly unknown[] = ['listen', 'bind', 'getaddrinfo'];

/** What is thrown where listening fails: a ListenError where the address is to blame. */
export function refusing(part: ListeningPart, address: RefusedAddress): (error: unknown) => never {
  return (error) => {
    throw isRefusedAddress(error) ? new ListenError(part, address, error) : error;
  };
}

function isRefusedAddress(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error && addressCalls.includes(error.syscall);
}
