/** Words that are no names of variables in strict TypeScript modules, and names that generated code or file systems have taken. */
const reserved: ReadonlySet<string> = new Set(
  `abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default
  delete do else enum eval export extends false finally for from function get if implements import in instanceof interface
  is let module namespace never new null number object of package private protected prototype public require return set
  static string super switch symbol this throw true try type typeof undefined unknown using var void while with yield
  tostring valueof hasownproperty isprototypeof propertyisenumerable tolocalestring
  index con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`.split(
    /\s+/,
  ),
);

/** Gives ids and names, never the same one twice; names also differ when case is ignored, because files are called so. */
export interface NameGiver {
  uniqueId(id: string): string;
  nameOf(id: string): string;
}

export function createNameGiver(): NameGiver {
  const ids = new Set<string>();
  const names = new Set<string>();
  return {
    uniqueId: (id) => claim(id, ids, '_'),
    nameOf: (id) => {
      const name = camelCase(id);
      return claim(reserved.has(name.toLowerCase()) ? `${name}Operation` : name, names, '');
    },
  };
}

/** `get /pets/{petId}` → `get_pets_petId`. */
export function idFromPath(method: string, path: string): string {
  const words = path.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  return [method.toLowerCase(), ...(words.length === 0 ? ['root'] : words)].join('_');
}

// `List-pets`, `list_pets` and `ListPets` → `listPets`; `HTTPGet` → `httpGet`
function camelCase(id: string): string {
  const words = id
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  const name = words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('');
  if (name === '') return 'operation';
  return /^\d/.test(name) ? `operation${name}` : name;
}

function lowerFirst(word: string): string {
  return word.replace(/^[A-Z]+(?![a-z])|^[A-Z]/, (capitals) => capitals.toLowerCase());
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function claim(wanted: string, taken: Set<string>, separator: string): string {
  const fold = (name: string): string => (separator === '' ? name.toLowerCase() : name);
  let free = wanted;
  for (let count = 2; taken.has(fold(free)); count++) free = `${wanted}${separator}${count}`;
  taken.add(fold(free));
  return free;
}
