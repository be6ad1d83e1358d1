interface CodeEntry {
  /** What is the matter, for the page of codes. */
  readonly meaning: string;
  /** The document breaks its version of OpenAPI here, however well it can be read. */
  readonly breaks: boolean;
}

/**
 * Every code of a finding. `breaks` follows the schemas that the OpenAPI project publishes for its documents, and what
 * the text demands of one object; names that lead from one object to another are no matter of form.
 */
export const diagnosticCodes = {
  // Files and texts
  'unreadable-file': say('A file is missing, too large, or not UTF-8'),
  'malformed-document': broken('The text is neither YAML nor JSON'),
  'empty-document': broken('There is nothing in the file'),
  'duplicate-key': broken('A key stands twice in one object'),
  'unknown-anchor': broken('A YAML alias without its anchor'),
  'cyclic-alias': broken('A YAML alias within its own anchor'),
  'too-many-aliases': say('YAML aliases would blow the document up'),
  'nesting-too-deep': say('More levels than are read'),
  'not-json': say('A YAML value without a counterpart in JSON, such as .inf'),
  'yaml-warning': say('What the YAML parser finds odd'),
  // The document and its version
  'unknown-version': broken('Neither Swagger 2.0 nor OpenAPI 3.0, 3.1 or 3.2'),
  'no-content': broken('None of the fields that give a document content'),
  'invalid-self': broken('$self is no URI without fragment'),
  'duplicate-tag': broken('A tag twice'),
  'unknown-parent': say('A tag whose parent is not declared'),
  'cyclic-tag': say('A tag that is among its own ancestors'),
  'mixed-versions': say('A file of another version than the contract'),
  // Overlays
  'malformed-overlay': broken('An overlay that cannot be applied as it is written'),
  'unmatched-target': say('The target of an action is nowhere in the contract'),
  'incompatible-update': broken('An update that its target cannot take'),
  'action-without-change': say('An action of an overlay without update, copy or remove'),
  'foreign-overlay': say('An overlay that extends another document'),
  'document-too-large': say('More nodes than are read, once overlays are applied'),
  // Fields
  'unknown-field': broken('A field that its object does not have'),
  'newer-field': broken('A field of a later version'),
  'missing-field': broken('A required field is absent'),
  'null-field': broken('A field without a value'),
  'wrong-type': broken('A value of another type than the field takes'),
  'exclusive-fields': broken('Two fields that exclude each other'),
  'ignored-field': broken('A field that has no meaning where it stands'),
  'left-out': say('A note in the place of what could not be read in the contract that this one was made from'),
  'extension-without-effect': say('An extension that changes nothing here'),
  'incomplete-pass-through': say('An operation names the service that answers it, or the path there, and not both'),
  'invalid-pass-through': say('The service or path that requests are passed on to cannot be used'),
  'unknown-setting': say('An extension of ours with a value that it cannot have'),
  'invalid-websocket': say('A WebSocket that no client could open, or with nothing to say'),
  // References
  'unresolved-reference': say('A reference leads to nothing'),
  'wrong-reference': say('A reference leads to another kind of object'),
  'cyclic-reference': say('References lead back to themselves and never to content'),
  'misplaced-reference': broken('A reference where only the object itself may stand'),
  'ignored-sibling': say('Fields beside a reference that have no meaning'),
  'remote-reference': say('A reference leads to a network, and there is no locked copy of what is there'),
  'malformed-lock': say('The lock file of a contract cannot be read'),
  'unsupported-reference': say('A reference of a form that is not followed'),
  'component-name': broken('A name of a component with other characters than are allowed'),
  'renamed-component': say('Swagger 2.0: a name of a component that has another one in OpenAPI 3'),
  // Paths, operations, parameters
  'relative-path': broken('A path that does not start with a slash'),
  'query-in-path': say('A path with a query or fragment'),
  'malformed-template': say('Braces of a path that form no variable'),
  'adjacent-variables': say('Variables of a path with nothing between them'),
  'duplicate-variable': broken('A variable twice in one path'),
  'duplicate-route': broken('Two paths that match the same requests'),
  'duplicate-operation-id': broken('An operationId twice'),
  'changed-name': say('What code calls otherwise than its name in the contract says'),
  'duplicate-method': broken('One method described twice'),
  'misplaced-method': broken('A method that has a field of its own under additionalOperations'),
  'invalid-method': broken('A method that is no token'),
  'invalid-parameter': broken('A parameter that cannot be sent as it is described'),
  'conflicting-querystring': broken('A querystring parameter beside another one or a query parameter'),
  'duplicate-parameter': broken('A parameter twice in one list'),
  'optional-path-parameter': broken('A path parameter that is not required'),
  'optional-path-content': say('A path parameter with content that is not required'),
  'unused-path-parameter': say('A path parameter that the path does not have'),
  'undeclared-path-parameter': say('A variable of a path without a parameter'),
  'invalid-style': broken('A style that is not possible where it stands'),
  'undefined-style': say('A style for values, or with an "explode", that the specification does not define'),
  'undefined-nesting': say(
    'A parameter or header with arrays or objects inside of others, for which no style has a form',
  ),
  'ambiguous-type': say('A parameter whose types a style writes alike'),
  'ambiguous-name': say('A name in the query that several parameters could take'),
  'undecoded-content': say('A parameter in a media type that is not decoded'),
  'unused-default': say('A default of a required parameter'),
  'cookie-delimiter': say('Exploded cookies in style form'),
  'cookie-header': say('A header parameter named Cookie'),
  'ignored-header': say('A header that other parts of the contract describe'),
  // Bodies and responses
  'invalid-status': broken('A key of responses that is no status'),
  'duplicate-status': broken('A status twice'),
  'invalid-header': broken('The name of a header is no token'),
  'invalid-media-type': broken('A key of content that is no media type'),
  'invalid-link': broken('A link without an operation'),
  'unknown-link-target': say('A link to an operation that the contract does not have'),
  'unknown-link-parameter': say('A link fills in a parameter that its operation does not have'),
  'invalid-expression': say('A runtime expression that is none'),
  'foreign-link': say('A link to an operation of another document'),
  'body-and-form': broken('Swagger 2.0: a body and form fields in one operation'),
  'unsupported-collection-format': say('Swagger 2.0: a collectionFormat that OpenAPI 3 cannot say'),
  // Servers and security
  'query-in-server': say('The URL of a server with a query or fragment'),
  'empty-enum': broken('A server variable that allows no value'),
  'default-not-in-enum': say('A default that is none of the allowed values'),
  'undeclared-variable': say('A variable of a server without a default'),
  'too-many-servers': say('More base paths than are routed'),
  'invalid-security-scheme': broken('A security scheme that says too little or something impossible'),
  'unknown-flow': broken('Swagger 2.0: an unknown OAuth flow'),
  'unknown-security-scheme': say('A requirement names a scheme that is not declared'),
  'conflicting-credentials': say('A requirement whose schemes take the same field of a request'),
  'undeclared-scope': say('A requirement names a scope that its scheme does not declare'),
  // Schemas
  'malformed-keyword': broken('A keyword with a value that it cannot have'),
  'unknown-type': broken('A type of another language, or in another case'),
  'mismatched-value': say('A value of "enum", "default" or "const" that is not of the type of its schema'),
  'mismatched-format': say('A format that says nothing about the type of its schema'),
  'nullable-without-type': say('"nullable" without a "type" that it adds to'),
  'inexact-number': say('A limit or value that a number cannot tell from its neighbours'),
  'duplicate-item': broken('An item twice in a list of distinct ones'),
  'unknown-keyword': broken('OpenAPI 3.0 and 2.0: a name that is no keyword'),
  'foreign-keyword': say('A name that is no keyword, which JSON Schema 2020-12 allows'),
  'newer-keyword': broken('OpenAPI 3.0 and 2.0: a keyword of a later version'),
  'older-keyword': say('A keyword of an older version'),
  'older-form': broken('A keyword in the form that an older version gave it'),
  'unsupported-keyword': say('A keyword that is not read'),
  'unsupported-dialect': say('A dialect of JSON Schema that is not read'),
  'null-alternative': say('An alternative that says only "nullable"'),
  'invalid-pattern': broken('A regular expression that does not compile'),
  'pattern-without-unicode': say('A regular expression that is only valid without the "u" flag'),
  'foreign-pattern': say('A regular expression of another dialect, written anew'),
  'unchecked-pattern': say('A regular expression of another dialect that says what ECMA-262 cannot say'),
  'slow-pattern': say('A regular expression whose time no text of ordinary length bounds'),
  'impossible-schema': say('A schema that no value fits'),
  'unnamed-subtype': say('A schema that extends a base with a discriminator, and that no value of it names'),
  'cyclic-schema': say('Schemas that contain each other on the same value'),
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type DiagnosticCode = keyof typeof diagnosticCodes;

function broken(meaning: string): CodeEntry {
  return { meaning, breaks: true };
}

function say(meaning: string): CodeEntry {
  return { meaning, breaks: false };
}
