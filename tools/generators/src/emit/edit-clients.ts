import { type CallExpression, type ObjectLiteralExpression, type SourceFile, SyntaxKind } from 'ts-morph';
import { addNamedImport, inMemoryFile } from './in-memory-file.ts';

/** One client as an app names it: `petstore: connectPetstore(config, security.clientIdentity)`. */
export interface ClientWiring {
  /** Member of `Clients`: `userService`. */
  readonly member: string;
  /** Type of the client: `UserServiceClient`. */
  readonly type: string;
  /** Function that makes it from the configuration: `connectUserService`. */
  readonly connect: string;
  /** `user-service.gen.ts` */
  readonly file: string;
}

/** `context.ts` with the client among its `Clients`; undefined when the text has no such type that can be extended. */
export function addClientType(text: string, { member, type, file }: ClientWiring): string | undefined {
  const source = inMemoryFile(text);
  const alias = source.getTypeAlias('Clients');
  const literal = alias?.getTypeNode()?.asKind(SyntaxKind.TypeLiteral);
  const members = literal ?? source.getInterface('Clients');
  if (members?.getProperty(member) !== undefined) return text;
  const empty = /Record<string, never>/.test(alias?.getTypeNode()?.getText() ?? '') ? alias?.getTypeNode() : undefined;
  const property = { name: member, type, isReadonly: true };
  if (members !== undefined) members.addProperty(property);
  else if (empty !== undefined) empty.replaceWithText(`{\n  readonly ${member}: ${type};\n}`);
  else return undefined;
  addNamedImport(source, { name: type, file: `./generated/clients/${file}`, isTypeOnly: true });
  return source.getFullText();
}

/** `service.ts` with the client among `clients`; undefined when there is no call of `createService` that can be extended. */
export function addClientConnection(text: string, { member, connect, file }: ClientWiring): string | undefined {
  const source = inMemoryFile(text);
  const found = findCreateService(source);
  if (found === undefined) return undefined;
  const { call, options } = found;
  if (options.getProperty('clients') === undefined)
    options.addPropertyAssignment({ name: 'clients', initializer: '{}' });
  const clients = options
    .getProperty('clients')
    ?.asKind(SyntaxKind.PropertyAssignment)
    ?.getInitializerIfKind(SyntaxKind.ObjectLiteralExpression);
  if (clients === undefined) return undefined;
  if (clients.getProperty(member) !== undefined) return text;
  clients.addPropertyAssignment({ name: member, initializer: `${connect}(${connectArguments(call)})` });
  addNamedImport(source, { name: connect, file: `./generated/clients/${file}` });
  return source.getFullText();
}

/** `service.ts` with what passes operations on; undefined when there is no call of `createService` that can be extended. */
export function addGateway(text: string): string | undefined {
  const source = inMemoryFile(text);
  const found = findCreateService(source);
  if (found === undefined) return undefined;
  const { call, options } = found;
  if (options.getProperty('gateway') !== undefined) return text;
  const clients = options.getProperties().findIndex((property) => property.getText().startsWith('clients'));
  const position = clients === -1 ? options.getProperties().length : clients + 1;
  const initializer = `createGateway(contract.model, ${connectArguments(call)})`;
  options.insertPropertyAssignment(position, { name: 'gateway', initializer });
  const library = '@brrt/service-client';
  const declaration = source.getImportDeclaration(
    (each) => each.getModuleSpecifierValue() === library && !each.isTypeOnly(),
  );
  if (declaration === undefined) addNamedImport(source, { name: 'createGateway', file: library });
  else declaration.addNamedImport('createGateway');
  return source.getFullText();
}

function findCreateService(
  source: SourceFile,
): { readonly call: CallExpression; readonly options: ObjectLiteralExpression } | undefined {
  const call = source
    .getDescendantsOfKind(SyntaxKind.CallExpression)
    .find((each) => each.getExpression().getText() === 'createService');
  const options = call?.getArguments()[0]?.asKind(SyntaxKind.ObjectLiteralExpression);
  return call === undefined || options === undefined ? undefined : { call, options };
}

/** The identity goes with the configuration where the function around the call has one. */
function connectArguments(call: CallExpression): string {
  const body = call.getFirstAncestorByKind(SyntaxKind.Block);
  const security = body?.getVariableDeclaration('security')?.getInitializer()?.asKind(SyntaxKind.CallExpression);
  const isOurs = security?.getExpression().getText() === 'createSecurity';
  return isOurs ? 'config, security.clientIdentity' : 'config';
}
