import type { CorsConfig } from '@brrt/router-core/config';
import type { CorsPolicy, FlatHeaders, HttpRequest, RouteCors } from '@brrt/router-core/ports';
import type { Operation, SecuredContract, SecurityScheme } from '../contract.ts';
import type { SecurityConfigProblem } from '../security-config-error.ts';
import { compileRoute, type RouteRules } from './compile-route.ts';
import { type CorsRule, globalRule, ruleFor } from './cors-rule.ts';
import { cookiesByOperation, refuseForeignPages } from './foreign-pages.ts';

export interface CorsResult {
  readonly cors: CorsPolicy;
  readonly problems: readonly SecurityConfigProblem[];
  readonly warnings: readonly string[];
}

/** Cross-origin rules after the Fetch standard §3.2, from the configuration and `x-cors`. */
export function createCors(contract: SecuredContract, config: CorsConfig): CorsResult {
  const problems: SecurityConfigProblem[] = [];
  const warnings: string[] = [];
  for (const operation of contract.operations) {
    const { rule, problems: found } = ruleFor(operation, globalRule(config, []));
    problems.push(...found.map((message) => ({ subject: operation.id, message })));
    if (rule?.allowCredentials !== true) continue;
    if (config.origins.includes('*')) {
      const message = "x-cors.allowCredentials cannot be used while cors.origins is '*'";
      problems.push({ subject: operation.id, message, yaml: 'cors:\n  origins: [https://app.example.com]' });
    } else if (config.origins.length === 0 && !config.allowCredentials) {
      warnings.push(`x-cors.allowCredentials of ${operation.id} has no effect: cors.origins is empty`);
    }
  }
  const cors: CorsPolicy = {
    compile: (operations): RouteCors => {
      const rules = rulesOf(operations, contract, config);
      const route = config.origins.length === 0 ? closed : compileRoute(rules);
      const cookies = cookiesByOperation(operations, contract);
      const hasSockets = operations.some(({ webSocket }) => webSocket !== undefined);
      return cookies.size === 0 && !hasSockets ? route : { ...route, refuses: refuseForeignPages(cookies, rules) };
    },
  };
  return { cors, problems, warnings };
}

const nothing: FlatHeaders = [];

/** Without origins nothing depends on who asks. */
const closed: RouteCors = {
  preflight: (_request: HttpRequest) => ({ status: 204, headers: nothing, body: undefined }),
  headers: () => nothing,
};

function rulesOf(operations: readonly Operation[], contract: SecuredContract, config: CorsConfig): RouteRules {
  const byOperation = new Map<string, CorsRule | undefined>();
  const byMethod = new Map<string, CorsRule | undefined>();
  for (const operation of operations) {
    const { rule } = ruleFor(operation, globalRule(config, declaredHeaders(operation, contract)));
    byOperation.set(operation.id, rule);
    byMethod.set(operation.method, rule);
  }
  if (byMethod.has('GET') && !byMethod.has('HEAD')) byMethod.set('HEAD', byMethod.get('GET'));
  return { origins: config.origins, fallback: globalRule(config, []), byOperation, byMethod };
}

/** Header parameters and the headers of its security schemes: a browser has to be able to send what the contract asks for. */
function declaredHeaders(operation: Operation, { securitySchemes }: SecuredContract): readonly string[] {
  const parameters = operation.parameters.filter((parameter) => parameter.in === 'header').map(({ name }) => name);
  const schemes = operation.security.flat().map(({ scheme }) => securitySchemes[scheme]);
  const body = operation.requestBody === undefined ? [] : ['content-type'];
  return [...parameters, ...body, ...schemes.flatMap(headersOf)];
}

function headersOf(scheme: SecurityScheme | undefined): readonly string[] {
  if (scheme === undefined || scheme.type === 'mutualTLS') return [];
  if (scheme.type !== 'apiKey') return ['authorization'];
  return scheme.in === 'header' ? [scheme.parameterName] : [];
}
