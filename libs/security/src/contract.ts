import type { Contract, Exchange, SecurityHandler } from '@brrt/router-core/ports';

// The nouns of the model, as the ports speak of them: this package knows the ports and nothing behind them.

/** The part of a contract that security is about. */
export type SecuredContract = Pick<Contract['model'], 'operations' | 'securitySchemes'>;

export type Operation = NonNullable<Exchange['operation']>;

export type SecurityScheme = SecurityHandler['scheme'];

export type JsonValue = Operation['extensions'][string];
