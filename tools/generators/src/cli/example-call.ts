import type { ServiceConfig } from '@brrt/router-core/config';
import type { Operation, Parameter, RequiredScheme, SecurityScheme, ServiceModel } from '@brrt/service-model';

/** A command line that calls one operation of a running app. */
export interface ExampleCall {
  readonly command: string;
  readonly usesCredential: boolean;
}

interface Credential {
  readonly options: string;
  readonly query: string;
}

/** A `curl` of the first short GET of a contract, with the credentials of `config.development.yaml`. */
export function exampleCall(model: ServiceModel, config: ServiceConfig, url: string): ExampleCall | undefined {
  const short = model.operations.filter(isShort);
  const plainFirst = [...short.filter(({ path }) => !path.includes('{')), ...short];
  const calls = plainFirst.map((operation) => callOf(operation, { model, config, url }));
  return calls.find((call) => call?.usesCredential === true) ?? calls.find((call) => call !== undefined);
}

/** Path parameters are filled with their examples; whatever else is required makes the call too long to copy. */
function isShort({ method, parameters }: Operation): boolean {
  const isFilled = (parameter: Parameter): boolean => !parameter.required || examplePathValue(parameter) !== undefined;
  return method === 'GET' && parameters.every(isFilled);
}

function examplePathValue({ in: place, examples }: Parameter): string | undefined {
  const value = examples[0]?.value;
  return place === 'path' && (typeof value === 'string' || typeof value === 'number') ? String(value) : undefined;
}

function filledPath({ path, parameters }: Operation): string {
  return parameters.reduce(
    (filled, parameter) => filled.replace(`{${parameter.name}}`, encodeURIComponent(examplePathValue(parameter) ?? '')),
    path,
  );
}

interface Surroundings {
  readonly model: ServiceModel;
  readonly config: ServiceConfig;
  readonly url: string;
}

function callOf(operation: Operation, { model, config, url }: Surroundings): ExampleCall | undefined {
  const target = `${url}${operation.basePaths[0] ?? ''}${filledPath(operation)}`;
  if (operation.security.length === 0) return { command: `curl -s ${quote(target)}`, usesCredential: false };
  for (const requirement of operation.security) {
    const credentials = requirement.map((required) => credentialOf(required, model, config));
    if (credentials.some((credential) => credential === undefined)) continue;
    const query = credentials.flatMap((credential) => credential?.query || []).join('&');
    const options = credentials.map((credential) => credential?.options ?? '').join('');
    const command = `curl -s${options} ${quote(query === '' ? target : `${target}?${query}`)}`;
    return { command, usesCredential: requirement.length > 0 };
  }
  return undefined;
}

function credentialOf(required: RequiredScheme, model: ServiceModel, config: ServiceConfig): Credential | undefined {
  const scheme = model.securitySchemes[required.scheme];
  const development = config.security.development[required.scheme];
  if (scheme === undefined || development === undefined) return undefined;
  const { key, token, username, password } = development;
  if (scheme.type === 'apiKey') return key === undefined ? undefined : apiKey(scheme, key);
  if (username !== undefined && password !== undefined) return option('-u', `${username}:${password}`);
  return token === undefined ? undefined : option('-H', `Authorization: Bearer ${token}`);
}

function apiKey(scheme: SecurityScheme & { readonly type: 'apiKey' }, key: string): Credential {
  if (scheme.in === 'query') {
    return { options: '', query: `${encodeURIComponent(scheme.parameterName)}=${encodeURIComponent(key)}` };
  }
  if (scheme.in === 'cookie') return option('-H', `Cookie: ${scheme.parameterName}=${key}`);
  return option('-H', `${scheme.parameterName}: ${key}`);
}

function option(name: string, value: string): Credential {
  return { options: ` ${name} ${quote(value)}`, query: '' };
}

/** For a POSIX shell. */
function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
