/** What stands where a secret was. */
export const hidden = '•••';

const secretNames = new Set(
  `apikey apitoken accesskey accesstoken authorization authtoken bearertoken clientassertion clientsecret connectionstring cookie cookies
  credential credentials dbpassword dpop idtoken jwt passphrase passwd password privatekey proxyauthorization pwd refreshtoken secret
  secretkey sessionid sessiontoken setcookie signingkey token xapikey xapitoken xaccesstoken xauthtoken xcsrftoken xotlpapikey
  xsrftoken xxsrftoken`.split(/\s+/),
);

const known = new Map<string, boolean>();

/** `http.request.header.authorization`, `Set-Cookie`, `user.password`, `api_key`: what services send though they should not. */
export function isSecretName(name: string): boolean {
  const answer = known.get(name);
  if (answer !== undefined) return answer;
  const isSecret = looksSecret(name);
  if (known.size >= 4_096) known.clear();
  if (name.length <= 256) known.set(name, isSecret);
  return isSecret;
}

function looksSecret(name: string): boolean {
  const plain = name.toLowerCase().slice(-256);
  const last = plain.slice(Math.max(plain.lastIndexOf('.'), plain.lastIndexOf('/')) + 1);
  return secretNames.has(last.replaceAll(/[-_ ]/g, ''));
}
