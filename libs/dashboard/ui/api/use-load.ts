import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { reconnects } from '../live/events.ts';
import { ApiError } from './client.ts';

export interface Loaded<T> {
  /** The newest answer; stays while it is asked for again, so that nothing jumps. Undefined after a change of `key` until it is there. */
  readonly value: T | undefined;
  readonly problem: ApiError | undefined;
  readonly loading: boolean;
  reload(): void;
}

interface Answer<T> {
  readonly key: string;
  readonly value?: T;
  readonly problem?: ApiError;
}

/** Asks `load` at first, whenever `key` changes, after a lost connection, and on `reload()`. A key of `''` asks nothing. */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [answer, setAnswer] = useState<Answer<T>>();
  const [loading, setLoading] = useState(key !== '');
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  const connection = reconnects.value;
  useEffect(() => {
    if (key === '') return undefined;
    const abort = new AbortController();
    setLoading(true);
    latest.current(abort.signal).then(
      (value) => finish({ key, value }),
      (cause: unknown) => finish({ key, problem: toApiError(cause) }),
    );
    function finish(next: Answer<T>): void {
      if (abort.signal.aborted) return;
      setAnswer((earlier) => (next.problem !== undefined && earlier?.key === key ? { ...earlier, ...next } : next));
      setLoading(false);
    }
    return () => abort.abort();
  }, [key, round, connection]);
  const reload = useCallback(() => setRound((last) => last + 1), []);
  const current = answer?.key === key ? answer : undefined;
  return { value: current?.value, problem: current?.problem, loading, reload };
}

function toApiError(cause: unknown): ApiError {
  return cause instanceof ApiError ? cause : new ApiError(0, 'The page failed', String(cause));
}
