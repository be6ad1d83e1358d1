/** One operation of a contract with names that no code could have as they are. */
export interface NastyOperation {
  readonly operationId?: string | undefined;
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  /** Names of schemas or properties of the body. */
  readonly body?: readonly string[];
}

export interface NastyContract {
  readonly operations: readonly NastyOperation[];
  /** Schemas that every body consists of, one property of each. */
  readonly schemas?: readonly string[];
}

const ids = (...all: readonly (string | undefined)[]): NastyContract => ({
  operations: all.map((operationId) => ({ operationId })),
});

const query = (...names: readonly string[]) => names.map((name) => ({ name, in: 'query' }));

export const nastyContracts: readonly (readonly [string, NastyContract])[] = [
  [
    'words of the language and of what every object has',
    ids(...'delete default constructor __proto__ toString valueOf then await arguments class import of'.split(' ')),
  ],
  [
    'names of globals and of what the files import',
    ids(
      ...'Object Promise Array Request Response fetch process globalThis exports require handlers Handlers'.split(' '),
      ...'fromContract context Context notImplementedError createClient clientSchemas contract schemas bind'.split(' '),
    ),
  ],
  ['devices of Windows', ids(...'con CON prn aux nul com1 COM0 lpt9 index'.split(' '))],
  ['names that differ in case only', ids('getuser', 'getUser', 'GETUSER', 'get_user', 'get-user', 'GetUser2')],
  [
    'other scripts',
    ids(
      'создатьЗаказ',
      'Создать заказ',
      '日本語を取得',
      '𠮷野家',
      'straße',
      'strasse',
      'ﬁnd',
      'find',
      'لائحة',
      'ŉa',
      'İd',
    ),
  ],
  ['composed and decomposed letters', ids('caf\u00e9', 'cafe\u0301', '\u0301', 'x\u0301')],
  ['names without letters', ids('🎉', '🎊', '-', '_', '$', '\u200d', '\u3164', '2xx', '٣')],
  [
    'very long names',
    ids('x'.repeat(300), 'X'.repeat(300), `${'x'.repeat(299)}y`, '日'.repeat(200), `${'日'.repeat(199)}本`),
  ],
  ['no names, or the same twice', ids(undefined, undefined, '', 'a', 'a', 'a', 'get_0', 'get_1')],
  [
    'schemas',
    {
      operations: [
        { operationId: 'sample', body: [] },
        { operationId: 'request', body: [] },
      ],
      schemas: [
        ...'string any never type interface constructor __proto__ toString prototype undefined globalThis'.split(' '),
        ...'Promise Array Record Pick Exclude Error TypeError Uint8Array Object Date Request Response'.split(' '),
        ...'Handlers Handler HandlerResult FromContract BinaryBody OctetStream UploadedFile Status Status2XX'.split(
          ' ',
        ),
        ...'Digit AsNumber SampleCall SampleAnswer SampleRequest SampleResponse ContractSubset Callbacks'.split(' '),
        ...'createClient contract a-b a.b a_b AB aB ab ab2 404 - . con'.split(' '),
        ...'NastyClient createNastyClient connectNasty schemas Context index'.split(' '),
      ],
    },
  ],
  [
    'parameters',
    {
      operations: [
        {
          parameters: query('constructor', '__proto__', 'toString', 'hasOwnProperty', 'class', '1', 'a-b', 'a b', 'a'),
        },
        { parameters: query('имя', '日本', '🎉', 'caf\u00e9', 'cafe\u0301', 'A', 'a', '"', "'", '`', '$\x7bx}', '\\') },
        {
          parameters: [
            ...['constructor', '__proto__', 'имя', '1', 'then'].map((name) => ({ name, in: 'path' })),
            ...['constructor', 'prototype', 'X-A', 'valueOf', '1'].map((name) => ({ name, in: 'header' })),
            ...['constructor', '__proto__', 'toString', 'a'].map((name) => ({ name, in: 'cookie' })),
          ],
        },
      ],
    },
  ],
  [
    'properties',
    {
      operations: [
        {
          body: [
            'constructor',
            '__proto__',
            'toString',
            'hasOwnProperty',
            'then',
            'toJSON',
            '',
            ' ',
            '0',
            '-1',
            'class',
          ],
        },
        {
          body: [
            'имя',
            '日本',
            '🎉',
            'caf\u00e9',
            'cafe\u0301',
            'case',
            'Case',
            '"',
            "'",
            '`',
            '$\x7bx}',
            '\\',
            '*/',
            '\u2028',
          ],
        },
      ],
    },
  ],
];
