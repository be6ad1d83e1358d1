const slots = 12;
const storageKey = 'brrt.service-colours';
const assigned = new Map<string, number>(readAssigned());

/** A class (`service-3`) that sets `--service` and `--service-soft`. A name keeps its colour; two names share one only when all are taken. */
export function serviceClass(name: string): string {
  return `service-${slotOf(name)}`;
}

function slotOf(name: string): number {
  const known = assigned.get(name);
  if (known !== undefined) return known;
  const preferred = hash(name) % slots;
  const taken = new Set(assigned.values());
  let slot = preferred;
  for (let step = 0; step < slots && taken.has(slot); step += 1) slot = (slot + 5) % slots;
  if (taken.has(slot)) slot = preferred;
  assigned.set(name, slot);
  if (assigned.size <= 200) writeAssigned();
  return slot;
}

// FNV-1a
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193) >>> 0;
  return value;
}

function readAssigned(): [string, number][] {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return [];
    return Object.entries(stored).filter(
      (entry): entry is [string, number] => Number.isInteger(entry[1]) && entry[1] >= 0 && entry[1] < slots,
    );
  } catch {
    // No storage, or not ours: colours are assigned anew.
    return [];
  }
}

function writeAssigned(): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(Object.fromEntries(assigned)));
  } catch {
    // A private window: colours last as long as the page.
  }
}
