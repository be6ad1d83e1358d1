import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Where proxy, database and clients are: the namespace that the tests run in. */
export const hubAddress = '10.77.0.1';

export interface Machine {
  /** Of its namespace. */
  readonly name: string;
  readonly address: string;
}

/** Machines that reach one another over a switch, and nothing else: namespaces of this kernel. */
export class Network implements Disposable {
  readonly #prefix = `brrt-${process.pid}`;
  readonly #machines: Machine[] = [];

  constructor() {
    ip('link', 'set', 'lo', 'up');
    ip('link', 'add', 'switch', 'type', 'bridge');
    ip('addr', 'add', `${hubAddress}/24`, 'dev', 'switch');
    ip('link', 'set', 'switch', 'up');
  }

  /** `hosts` are names that lead to the hub. */
  addMachine(hosts: readonly string[]): Machine {
    const number = this.#machines.length + 11;
    const machine = { name: `${this.#prefix}-${number}`, address: `10.77.0.${number}` };
    mkdirSync(etcOf(machine), { recursive: true });
    writeFileSync(join(etcOf(machine), 'hosts'), `127.0.0.1 localhost\n${hubAddress} ${hosts.join(' ')}\n`);
    ip('netns', 'add', machine.name);
    this.#machines.push(machine);
    ip('link', 'add', `port${number}`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', machine.name);
    ip('link', 'set', `port${number}`, 'master', 'switch', 'up');
    ip('-n', machine.name, 'addr', 'add', `${machine.address}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', machine.name, 'link', 'set', device, 'up');
    return machine;
  }

  [Symbol.dispose](): void {
    for (const machine of this.#machines) {
      ip('netns', 'delete', machine.name);
      rmSync(etcOf(machine), { recursive: true, force: true });
    }
    ip('link', 'delete', 'switch');
  }
}

/** What `ip netns exec` lays over /etc. */
function etcOf({ name }: Machine): string {
  return `/etc/netns/${name}`;
}

function ip(...args: readonly string[]): void {
  execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });
}
