import type { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { SecurityConfigError } from '../security-config-error.ts';
import { certificatesIn } from '../tls/trust-store.ts';
import { parseBundle } from './parse-bundle.ts';
import type { SpiffeFeed } from './spiffe-feed.ts';
import { type SpiffeState, toSvid, type X509Svid } from './spiffe-state.ts';

export interface SpiffeFiles {
  readonly svidFile: string;
  readonly keyFile: string;
  /** PEM, or a bundle document with keys for tokens too. */
  readonly bundleFile: string;
}

export interface FileFeedOptions {
  readonly files: SpiffeFiles;
  readonly trustDomain: string;
  readonly reloadSecs: number;
  readonly state: SpiffeState;
}

interface FileContent {
  readonly svid: X509Svid;
  readonly x509: readonly X509Certificate[];
  readonly jwt: readonly JWK[];
}

/** Files that somebody beside the service keeps current, as `spiffe-helper` does; read again when they change. */
export function createFileFeed({ files, trustDomain, reloadSecs, state }: FileFeedOptions): SpiffeFeed {
  let looking: NodeJS.Timeout | undefined;
  let known = '';
  const look = (): void => {
    const texts = [files.svidFile, files.keyFile, files.bundleFile].map((file) => readFileSync(file, 'utf8'));
    const all = JSON.stringify(texts);
    if (all === known) return;
    const { svid, x509, jwt } = readContent(texts, trustDomain, files);
    known = all;
    state.update({ x509: new Map([[trustDomain, x509]]), jwt: new Map([[trustDomain, jwt]]) }, svid);
  };
  return {
    async start(failed) {
      look();
      looking = setInterval(() => {
        try {
          look();
        } catch (error) {
          failed(error);
        }
      }, reloadSecs * 1000).unref();
    },
    stop: () => clearInterval(looking),
  };
}

function readContent(texts: readonly string[], trustDomain: string, files: SpiffeFiles): FileContent {
  const [certificate = '', key = '', bundle = ''] = texts;
  const svid = toSvid(certificatesIn(certificate), key);
  if (svid?.id.trustDomain !== trustDomain) {
    const message = `and ${files.keyFile} are no X.509-SVID of ${trustDomain} and its key`;
    throw new SecurityConfigError([{ subject: files.svidFile, message }]);
  }
  const read = bundle.trimStart().startsWith('{') ? parseBundle(bundle) : { x509: certificatesIn(bundle), jwt: [] };
  if (read === undefined || read.x509.length + read.jwt.length === 0) {
    throw new SecurityConfigError([{ subject: files.bundleFile, message: 'is no bundle, or an empty one' }]);
  }
  return { svid, x509: read.x509, jwt: read.jwt };
}
