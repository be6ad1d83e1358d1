/** Properties and items of one value that a schema has looked at (JSON Schema 2020-12 core §7.7: annotations). */
export interface Evaluated {
  allNames: boolean;
  allItems: boolean;
  /** So many from the start. */
  items: number;
  names: Set<string> | undefined;
  /** Indices beyond `items`: what `contains` has matched. */
  picked: Set<number> | undefined;
}

export function noteEvaluated(): Evaluated {
  return { allNames: false, allItems: false, items: 0, names: undefined, picked: undefined };
}

export function noteName(evaluated: Evaluated, name: string): void {
  evaluated.names ??= new Set();
  evaluated.names.add(name);
}

export function noteItems(evaluated: Evaluated, count: number): void {
  if (count > evaluated.items) evaluated.items = count;
}

export function noteItem(evaluated: Evaluated, index: number): void {
  evaluated.picked ??= new Set();
  evaluated.picked.add(index);
}

/** Adds what a schema that the value fits has evaluated. */
export function addEvaluated(evaluated: Evaluated, more: Evaluated): void {
  evaluated.allNames ||= more.allNames;
  evaluated.allItems ||= more.allItems;
  noteItems(evaluated, more.items);
  for (const name of more.names ?? []) noteName(evaluated, name);
  for (const index of more.picked ?? []) noteItem(evaluated, index);
}

export function isNameEvaluated({ allNames, names }: Evaluated, name: string): boolean {
  return allNames || names?.has(name) === true;
}

export function isItemEvaluated({ allItems, items, picked }: Evaluated, index: number): boolean {
  return allItems || index < items || picked?.has(index) === true;
}
