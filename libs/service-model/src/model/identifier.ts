/** Words that are no names of variables in strict TypeScript modules, and names that generated code, file systems or the language have taken. */
const reserved: ReadonlySet<string> = new Set(
  `abstract any arguments as async await boolean break case catch class const constructor continue debugger declare default
  delete do else enum eval export extends false finally for from function get if implements import in instanceof interface
  is let module namespace never new null number object of package private protected prototype public require return set
  static string super switch symbol this throw true try type typeof undefined unknown using var void while with yield
  tostring valueof hasownproperty isprototypeof propertyisenumerable tolocalestring tojson then
  exports globalthis handlers fromcontract
  index con prn aux nul com0 com1 com2 com3 com4 com5 com6 com7 com8 com9 lpt0 lpt1 lpt2 lpt3 lpt4 lpt5 lpt6 lpt7 lpt8 lpt9`.split(
    /\s+/,
  ),
);

/** An identifier, and why it is not just the words of the text in camelCase. */
export interface MadeIdentifier {
  readonly name: string;
  readonly reason: string | undefined;
}

/** Of the words of `text`; of `otherwise` where it has none. Letters of every script stay. */
export function identifierOf(text: string, otherwise: string): MadeIdentifier {
  const name = conversionOf(text);
  if (name === '') return { name: conversionOf(otherwise) || 'operation', reason: `"${text}" has no letters` };
  if (reserved.has(name.toLowerCase()))
    return { name: `${name}Operation`, reason: `"${name}" means something else in code` };
  if (/^\p{ID_Start}/u.test(name)) return { name, reason: undefined };
  return { name: `operation${name}`, reason: 'no name in code begins so' };
}

/** What an operation is called where nothing is in the way: `List-pets`, `list_pets` and `ListPets` → `listPets`; `HTTPGet` → `httpGet`; '' for a text without letters and digits. */
export function conversionOf(text: string): string {
  const words = text
    .normalize('NFC')
    .replaceAll(/\p{Default_Ignorable_Code_Point}/gu, '')
    .split(/[^\p{L}\p{Nd}\p{Nl}\p{Mn}\p{Mc}]+/u)
    .filter((word) => word !== '');
  return words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('');
}

/** The same for names that a file system may take for one: in other cases, in composed or decomposed letters. */
export function foldedName(name: string): string {
  return name.normalize('NFKC').toUpperCase().toLowerCase().normalize('NFKC');
}

function lowerFirst(word: string): string {
  return word.replace(/^\p{Lu}+(?!\p{Ll})|^\p{Lu}/u, (capitals) => capitals.toLowerCase());
}

function upperFirst(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
