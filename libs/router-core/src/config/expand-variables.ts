/** A text after its variables were put in. */
export interface Expanded {
  readonly text: string;
  /** True when at least one variable was really set: the value is not in the file. */
  readonly fromEnvironment: boolean;
  /** Names without a value and without a default. */
  readonly missing: readonly string[];
}

// `${NAME}`, `${NAME:-default}`; `$${NAME}` stands for the text `${NAME}` itself.
const reference = /\$?\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}/g;

/** Puts environment variables into a text. As in a shell, `:-` also replaces a variable that is empty. */
export function expandVariables(text: string, env: Readonly<Record<string, string | undefined>>): Expanded {
  const missing: string[] = [];
  let fromEnvironment = false;
  const expanded = text.replaceAll(reference, (whole: string, name: string, fallback: string | undefined) => {
    if (whole.startsWith('$$')) return whole.slice(1);
    const value = Object.hasOwn(env, name) ? env[name] : undefined;
    if (value !== undefined && (value !== '' || fallback === undefined)) {
      fromEnvironment = true;
      return value;
    }
    if (fallback === undefined) missing.push(name);
    return fallback ?? '';
  });
  return { text: expanded, fromEnvironment, missing };
}
