import type { Signal } from '@preact/signals';
import type { JSX } from 'preact';
import type { OperationInfo, SecuritySchemeInfo } from '../../src/api/services.ts';
import { Badge } from '../parts/badge.tsx';
import { Button } from '../parts/button.tsx';
import { Field, Select } from '../parts/field.tsx';
import { Panel } from '../parts/panel.tsx';
import { alternativeInWords, type CredentialDraft, developmentProfile, isBasic } from './credentials.ts';
import type { Profiles } from './session.ts';

export interface AuthenticationProps {
  readonly operation: OperationInfo;
  readonly schemes: readonly SecuritySchemeInfo[];
  readonly profiles: Signal<Profiles>;
  readonly alternative: number;
  readonly onAlternative: (index: number) => void;
}

/** Who calls. Credentials stay in the memory of this page. */
export function Authentication(props: AuthenticationProps): JSX.Element {
  const { operation, schemes, alternative, onAlternative } = props;
  const { security } = operation;
  const chosen = security[alternative] ?? security[0] ?? [];
  return (
    <Panel
      class="console-authentication"
      title="Authentication"
      actions={security.length > 0 && <ProfileChoice {...props} />}
    >
      {security.length === 0 && <p class="note">Public: no credentials are needed.</p>}
      {security.length > 1 && (
        <Select
          label="Accepted credentials"
          value={String(alternative)}
          options={security.map((one, index) => ({ value: String(index), title: alternativeInWords(one) }))}
          onChange={(index) => onAlternative(Number(index))}
        />
      )}
      {security.length > 0 && chosen.length === 0 && <p class="note">No credentials are sent.</p>}
      {chosen.map(({ scheme, scopes }) => {
        const info = schemes.find(({ name }) => name === scheme);
        return info && <SchemeField key={scheme} {...props} scheme={info} scopes={scopes} />;
      })}
    </Panel>
  );
}

function ProfileChoice({ profiles, schemes }: AuthenticationProps): JSX.Element {
  const { all, active } = profiles.value;
  function add(): void {
    const name = `Profile ${all.length + 1}`;
    profiles.value = { all: [...all, { ...developmentProfile(schemes), name }], active: all.length };
  }
  return (
    <>
      <Select
        label="Profile"
        value={String(active)}
        options={all.map(({ name }, index) => ({ value: String(index), title: name }))}
        onChange={(index) => {
          profiles.value = { all, active: Number(index) };
        }}
      />
      <Button kind="quiet" icon="plus" label="New profile" onClick={add} />
    </>
  );
}

function SchemeField(
  props: AuthenticationProps & { readonly scheme: SecuritySchemeInfo; readonly scopes: readonly string[] },
): JSX.Element {
  const { scheme, scopes, profiles } = props;
  const { all, active } = profiles.value;
  const profile = all[active];
  const credential = profile?.credentials[scheme.name] ?? { kind: 'none' };
  function set(next: CredentialDraft): void {
    const changed = all.map((one, index) =>
      index === active ? { ...one, credentials: { ...one.credentials, [scheme.name]: next } } : one,
    );
    profiles.value = { all: changed, active };
  }
  return (
    <div class="scheme">
      <p class="scheme-head">
        <strong class="mono">{scheme.name}</strong>
        <span class="note">{schemeInWords(scheme)}</span>
        {scopes.map((scope) => (
          <Badge key={scope}>{scope}</Badge>
        ))}
      </p>
      {scheme.unusable !== undefined ? (
        <p class="note">{scheme.unusable}</p>
      ) : (
        <div class="scheme-fields">
          <Select
            label={`What to send for ${scheme.name}`}
            value={credential.kind}
            options={kindsOf(scheme)}
            onChange={(kind) => set(credentialOfKind(kind, scopes))}
          />
          <CredentialFields credential={credential} scheme={scheme} onChange={set} />
        </div>
      )}
    </div>
  );
}

function CredentialFields(props: {
  readonly credential: CredentialDraft;
  readonly scheme: SecuritySchemeInfo;
  readonly onChange: (credential: CredentialDraft) => void;
}): JSX.Element | null {
  const { credential, scheme, onChange } = props;
  if (credential.kind === 'value') {
    return (
      <Line
        secret
        label={scheme.type === 'apiKey' ? 'Key' : 'Token'}
        value={credential.value}
        onChange={(value) => onChange({ kind: 'value', value })}
      />
    );
  }
  if (credential.kind === 'minted') return <TokenFields credential={credential} onChange={onChange} />;
  if (credential.kind !== 'basic') return null;
  const { username, password } = credential;
  return (
    <>
      <Line label="User" value={username} onChange={(next) => onChange({ kind: 'basic', username: next, password })} />
      <Line
        secret
        label="Password"
        value={password}
        onChange={(next) => onChange({ kind: 'basic', username, password: next })}
      />
    </>
  );
}

function TokenFields(props: {
  readonly credential: Extract<CredentialDraft, { readonly kind: 'minted' }>;
  readonly onChange: (credential: CredentialDraft) => void;
}): JSX.Element {
  const { credential, onChange } = props;
  return (
    <>
      <Line label="Subject" value={credential.subject} onChange={(subject) => onChange({ ...credential, subject })} />
      <Line label="Scopes" value={credential.scopes} onChange={(scopes) => onChange({ ...credential, scopes })} />
    </>
  );
}

const plain = { type: 'text', autocomplete: 'off' } as const;
/** Not shown, and not offered by the browser another time. */
const hidden = { type: 'password', autocomplete: 'new-password' } as const;

function Line(props: {
  readonly label: string;
  readonly value: string;
  readonly secret?: boolean;
  readonly onChange: (value: string) => void;
}): JSX.Element {
  const { label, value, secret = false, onChange } = props;
  return (
    <Field label={label}>
      {(ids) => (
        <input
          {...ids}
          class="input"
          {...(secret ? hidden : plain)}
          value={value}
          onInput={({ currentTarget }) => onChange(currentTarget.value)}
        />
      )}
    </Field>
  );
}

function kindsOf(scheme: SecuritySchemeInfo): readonly { readonly value: string; readonly title: string }[] {
  return [
    ...(scheme.hasDevelopmentCredential ? [{ value: 'development', title: 'Development credential' }] : []),
    ...(scheme.mintsTokens ? [{ value: 'minted', title: 'Token made for this call' }] : []),
    ...typedKinds(scheme),
    { value: 'none', title: 'Send nothing' },
  ];
}

/** A certificate cannot be typed. */
function typedKinds(scheme: SecuritySchemeInfo): readonly { readonly value: string; readonly title: string }[] {
  if (scheme.type === 'mutualTLS') return [];
  return [isBasic(scheme) ? { value: 'basic', title: 'User and password' } : { value: 'value', title: 'Type it' }];
}

function credentialOfKind(kind: string, scopes: readonly string[]): CredentialDraft {
  switch (kind) {
    case 'development':
      return { kind: 'development' };
    case 'basic':
      return { kind: 'basic', username: '', password: '' };
    case 'minted':
      return { kind: 'minted', subject: 'developer', scopes: scopes.join(' ') };
    case 'value':
      return { kind: 'value', value: '' };
    default:
      return { kind: 'none' };
  }
}

function schemeInWords({ type, scheme, in: place, parameterName, bearerFormat }: SecuritySchemeInfo): string {
  if (type === 'apiKey') return `key in ${place} ${parameterName ?? ''}`;
  if (type === 'http') return `${scheme ?? 'http'}${bearerFormat === undefined ? '' : ` (${bearerFormat})`}`;
  return type === 'mutualTLS' ? 'client certificate' : type;
}
