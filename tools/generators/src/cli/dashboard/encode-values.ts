import type { CallRequest, CallViolation } from '@brrt/dashboard';
import { compileRequestEncoder, encodeFields, encodeLiteral, type RequestEncoder } from '@brrt/router-core/params';
import type { Operation, Parameter, ParameterPlace, ServiceModel } from '@brrt/service-model';

/** The parameters of a request as they are sent. */
export interface EncodedValues {
  /** Without the base path. */
  readonly path: string;
  /** In the order of the template's placeholders; as in `path`. */
  readonly pathValues: readonly string[];
  /** Pairs and other pieces, to be joined by `&`. */
  readonly query: readonly string[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly cookies: readonly string[];
  /** What the styles cannot carry: it is written as well as it goes. */
  readonly violations: readonly CallViolation[];
}

type Given = CallRequest['parameters'];
type Text = string | undefined;

/** What the contract decides about writing the parameters of an operation, decided once. Values that are wrong are written too. */
export function compileValues(
  operation: Operation,
  model: ServiceModel,
): (request: Pick<CallRequest, 'parameters'>) => EncodedValues {
  const encoders = operation.parameters.map((parameter) => ({ parameter, encode: compileAlone(parameter, model) }));
  return ({ parameters: given }) => {
    const violations: CallViolation[] = [];
    const texts = new Map<string, string>();
    for (const { parameter, encode } of encoders) {
      const value = givenValue(given, parameter);
      // An empty segment would be taken for a text.
      if (value === undefined && parameter.in === 'path') violations.push(missing(parameter));
      const text = value === undefined ? undefined : encode(value, violations);
      if (text !== undefined) texts.set(keyOf(parameter), text);
    }
    const textsIn = (...places: readonly ParameterPlace[]): readonly string[] =>
      operation.parameters
        .filter((parameter) => places.includes(parameter.in))
        .flatMap((parameter) => texts.get(keyOf(parameter)) ?? [])
        .filter((text) => text !== '');
    const undeclared = undeclaredValues(operation, given, violations);
    return {
      ...writePath(operation, texts),
      query: [...textsIn('query', 'querystring'), ...undeclared.query],
      headers: [
        ...operation.parameters.flatMap((parameter) => {
          const text = parameter.in === 'header' ? texts.get(keyOf(parameter)) : undefined;
          return text === undefined ? [] : [[parameter.name, text] as const];
        }),
        ...undeclared.headers,
      ],
      cookies: [...textsIn('cookie'), ...undeclared.cookies],
      violations,
    };
  };
}

function missing({ name, in: place }: Parameter): CallViolation {
  return { in: place, pointer: `/${escaped(name)}`, keyword: 'required', detail: 'The parameter is required' };
}

function keyOf({ name, in: place }: Pick<Parameter, 'name' | 'in'>): string {
  return `${place} ${name}`;
}

function givenValue(given: Given, { name, in: place }: Parameter): unknown {
  const values = given[place];
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** The encoder of one parameter apart from the others, so that each tells of its own mistakes. */
function compileAlone(
  parameter: Parameter,
  { schemas }: ServiceModel,
): (value: unknown, violations: CallViolation[]) => Text {
  const { name, in: place } = parameter;
  const alone = compileRequestEncoder(
    { path: place === 'path' ? `/{${name}}` : '/', parameters: [parameter] },
    schemas,
  );
  return (value, violations) => {
    try {
      return writers[place](alone, { [name]: value });
    } catch (error) {
      // Encoders throw TypeErrors for what a style cannot carry.
      if (!(error instanceof TypeError)) throw error;
      violations.push({ in: place, pointer: `/${escaped(name)}`, keyword: 'style', detail: error.message });
      return writeRoughly(parameter, value);
    }
  };
}

const writers: Readonly<
  Record<ParameterPlace, (encoder: RequestEncoder, values: Readonly<Record<string, unknown>>) => Text>
> = {
  path: (encoder, values) => encoder.path(values).slice(1),
  query: (encoder, values) => encoder.query(values).slice(1),
  querystring: (encoder, values) => encoder.query(values).slice(1),
  header: (encoder, values) => Object.values(encoder.headers(values))[0],
  cookie: (encoder, values) => encoder.cookies(values),
};

/** For who wants to see the service refuse it. */
function writeRoughly({ name, in: place }: Parameter, value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
  const safe = encodeURIComponent(text.toWellFormed());
  if (place === 'path') return safe;
  return place === 'header' ? text : `${encodeURIComponent(name)}=${safe}`;
}

function writePath(
  { path }: Operation,
  texts: ReadonlyMap<string, string>,
): Pick<EncodedValues, 'path' | 'pathValues'> {
  const pathValues: string[] = [];
  // 'a{b}c' → 'a', 'b', 'c': names stand at odd places.
  const pieces = path.split(/\{([^{}]*)\}/).map((piece, index) => {
    if (index % 2 === 0) return encodeLiteral(piece);
    const text = texts.get(`path ${piece}`) ?? '';
    pathValues.push(text);
    return text;
  });
  return { path: pieces.join(''), pathValues };
}

type Undeclared = Pick<EncodedValues, 'query' | 'headers' | 'cookies'>;

function undeclaredValues({ parameters }: Operation, given: Given, violations: CallViolation[]): Undeclared {
  const declared = new Set(parameters.map(keyOf));
  const namesIn = (place: ParameterPlace): readonly string[] =>
    Object.keys(given[place] ?? {}).filter((name) => !declared.has(keyOf({ name, in: place })));
  const textsIn = (place: ParameterPlace): readonly (readonly [string, string])[] =>
    namesIn(place).map((name) => [name, textOf(given[place]?.[name])]);
  for (const place of ['path', 'header', 'cookie', 'querystring'] as const) {
    for (const name of namesIn(place)) {
      const detail = 'The contract declares no such parameter';
      violations.push({ in: place, pointer: `/${escaped(name)}`, keyword: 'unknown', detail });
    }
  }
  return {
    query: namesIn('query').map((name) =>
      encodeFields({ [name.toWellFormed()]: textOf(given.query?.[name]).toWellFormed() }),
    ),
    headers: textsIn('header'),
    cookies: textsIn('cookie').map(([name, text]) => `${name}=${text}`),
  };
}

/** Whatever was given is sent, also what no parameter carries, such as the number that `1e999` is in JSON. */
function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
