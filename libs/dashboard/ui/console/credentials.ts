import type { CallCredential, TokenWish } from '../../src/api/console.ts';
import type { OperationInfo, SecuritySchemeInfo } from '../../src/api/services.ts';

/** What is shown for one scheme. */
export type CredentialDraft =
  | { readonly kind: 'none' }
  | { readonly kind: 'development' }
  | { readonly kind: 'value'; readonly value: string }
  /** A token that the dashboard makes; scopes with blanks between. */
  | { readonly kind: 'minted'; readonly subject: string; readonly scopes: string }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string };

/** Who calls: credentials by scheme. Kept in memory, for this page alone. */
export interface Profile {
  readonly name: string;
  readonly credentials: Readonly<Record<string, CredentialDraft>>;
}

/** The one that needs nothing typed: keys of the development configuration. */
export function developmentProfile(schemes: readonly SecuritySchemeInfo[]): Profile {
  return {
    name: 'Development',
    credentials: Object.fromEntries(schemes.map((scheme) => [scheme.name, usualCredential(scheme)])),
  };
}

function usualCredential(scheme: SecuritySchemeInfo): CredentialDraft {
  if (scheme.hasDevelopmentCredential) return { kind: 'development' };
  return isBasic(scheme) ? { kind: 'basic', username: '', password: '' } : { kind: 'value', value: '' };
}

export function isBasic({ type, scheme }: SecuritySchemeInfo): boolean {
  return type === 'http' && scheme?.toLowerCase() === 'basic';
}

/** What is sent for one alternative of the operation's security. Fields that nobody filled in are left out. */
export function credentialsOf(
  schemes: OperationInfo['security'][0] | undefined,
  profile: Profile,
): readonly CallCredential[] {
  return (schemes ?? []).flatMap(({ scheme }): readonly CallCredential[] => {
    const credential = profile.credentials[scheme] ?? { kind: 'none' };
    switch (credential.kind) {
      case 'development':
        return [{ scheme, useDevelopment: true }];
      case 'value':
        return credential.value === '' ? [] : [{ scheme, value: credential.value }];
      case 'minted':
        return [{ scheme, mint: tokenWish(credential.subject, credential.scopes) }];
      case 'basic':
        return credential.username === ''
          ? []
          : [{ scheme, username: credential.username, password: credential.password }];
      default:
        return [];
    }
  });
}

function tokenWish(subject: string, scopes: string): TokenWish {
  const wanted = scopes.split(/\s+/).filter((scope) => scope !== '');
  return { scopes: wanted, ...(subject !== '' && { subject }) };
}

/** `ApiKeyHeader`, `OAuth (pets:write) and ClientCertificate`, `no credentials` */
export function alternativeInWords(schemes: OperationInfo['security'][0]): string {
  if (schemes.length === 0) return 'no credentials';
  return schemes
    .map(({ scheme, scopes }) => (scopes.length === 0 ? scheme : `${scheme} (${scopes.join(' ')})`))
    .join(' and ');
}
