/** `user-service_ApiKey` → `USER_SERVICE_API_KEY` */
export function variableName(name: string): string {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, '$1_$2').replaceAll(/[^A-Za-z0-9]+/g, '_');
  return words.toUpperCase();
}

/**
 * `variableName` of one thing after another, where no two may share a variable: what comes later by a name that is taken has a
 * number behind it, `SHOP_API_KEY_2`.
 */
export function distinctVariableNames(taken: Iterable<string> = []): (name: string) => string {
  const given = new Set(taken);
  return (name) => {
    const wanted = variableName(name);
    let free = wanted;
    for (let count = 2; given.has(free); count++) free = `${wanted}_${count}`;
    given.add(free);
    return free;
  };
}
