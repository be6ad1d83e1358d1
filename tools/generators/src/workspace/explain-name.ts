const pattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
// Keeps every line that has the name within the width of the formatter.
const longest = 40;

/** Why a service cannot have a name, which becomes a folder, a project of Nx, identifiers and names of variables; undefined when it can. */
export function explainName(name: string): string | undefined {
  const refusal = `'${name}' cannot be the name of a service`;
  if (!pattern.test(name) || name.length > longest) {
    return `${refusal}: use lower-case letters, digits and single hyphens, a letter first, at most ${longest} characters, as in 'order-history'.`;
  }
  // Nx keeps projects in plain objects: with such a one it reads no workspace any more.
  return name in {} ? `${refusal}: every object of JavaScript has a property that is called so.` : undefined;
}
