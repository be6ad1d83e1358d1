/** Keeps a service from starting; its message says all that is needed to mend it and is shown without a stack. */
export abstract class StartError extends Error {}
