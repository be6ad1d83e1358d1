import type { Exchange } from '@brrt/router-core/ports';

/** An operation of the model, as the ports speak of it. */
export type Operation = NonNullable<Exchange['operation']>;
