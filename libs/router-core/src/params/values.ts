/** Decoded values by name: no inherited names, and still a fast object. `new Values()` instead of `{}` or a null prototype. */
export type Values = Record<string, unknown>;

function ValuesConstructor(): void {}
ValuesConstructor.prototype = Object.create(null);

// A function with a null prototype cannot be typed as a class.
export const Values = ValuesConstructor as unknown as new () => Values;
