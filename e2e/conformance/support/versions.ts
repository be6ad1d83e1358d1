/** The versions of OpenAPI that rows speak of. */
export const versions = ['3.0', '3.1', '3.2'] as const;

export type Version = (typeof versions)[number];

/** What a document of that version says in `openapi`. */
export const written: Readonly<Record<Version, string>> = { '3.0': '3.0.4', '3.1': '3.1.2', '3.2': '3.2.0' };

export const since31: readonly Version[] = ['3.1', '3.2'];
export const since32: readonly Version[] = ['3.2'];
