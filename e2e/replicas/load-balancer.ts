import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubAddress } from './network.ts';

/** Where each service is asked for, and the replicas that requests go to now. */
export type Upstreams = ReadonlyMap<string, readonly string[]>;

/** nginx in front of all services: round robin, a second replica for what may be sent twice. */
export class LoadBalancer implements AsyncDisposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'brrt-nginx-'));
  readonly #process: ChildProcess;

  constructor(upstreams: Upstreams) {
    mkdirSync(join(this.#folder, 'temp'));
    this.#write(upstreams);
    this.#process = spawn('nginx', ['-p', this.#folder, '-c', this.#file, '-e', 'stderr'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    });
  }

  /** New requests go to these; those under way end where they are. */
  use(upstreams: Upstreams): void {
    this.#write(upstreams);
    this.#process.kill('SIGHUP');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill('SIGTERM');
    await ended;
    rmSync(this.#folder, { recursive: true });
  }

  get #file(): string {
    return join(this.#folder, 'nginx.conf');
  }

  #write(upstreams: Upstreams): void {
    writeFileSync(this.#file, configuration(join(this.#folder, 'temp'), upstreams));
  }
}

function configuration(folder: string, upstreams: Upstreams): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  return `worker_processes 1;
daemon off;
user root;
pid ${folder}/nginx.pid;
error_log stderr crit;
events { worker_connections 1024; }
http {
  access_log off;
  # A reload ends idle connections, and a request that is just being sent on one fails: that is no matter of the services.
  keepalive_timeout 0;
  ${temporary.join('\n  ')}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Host $host;
  proxy_connect_timeout 2s;
  # What has been sent is sent again only where the method allows it: POST and PATCH are not.
  proxy_next_upstream error timeout;
  proxy_next_upstream_tries 3;
${[...upstreams].map(([service, addresses]) => section(service, addresses)).join('')}}
`;
}

function section(service: string, addresses: readonly string[]): string {
  // A replica that is gone refuses connections at once; nobody is taken for dead because of one failure.
  const servers = addresses.map((address) => `server ${address} max_fails=0;`);
  return `  upstream ${service} {
    ${servers.join('\n    ')}
    # Shorter than http.timeout_secs, so that the service never closes a connection that the proxy is about to use.
    keepalive 16;
    keepalive_timeout 2s;
  }
  server {
    listen ${hubAddress}:80;
    server_name ${hostOf(service)};
    location / { proxy_pass http://${service}; }
  }
`;
}

/** As in a cluster. */
export function hostOf(service: string): string {
  return `${service}.shop.svc.cluster.local`;
}
