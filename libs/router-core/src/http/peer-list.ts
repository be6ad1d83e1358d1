import { BlockList, isIP } from 'node:net';

/** Tells whether an address is one of `networks`: addresses and networks such as `10.0.0.0/8`. */
export function createPeerList(networks: readonly string[]): (address: string | undefined) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    // Not `isIP`, which makes a large regular expression: lists are made at the start.
    const family = address.includes(':') ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return (address = '') => {
    // An IPv4 client of a listener for both is written `::ffff:192.0.2.1`.
    const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
    const version = isIP(plain);
    return version !== 0 && list.check(plain, version === 6 ? 'ipv6' : 'ipv4');
  };
}

/** Whether an address is of this machine alone. */
export const isLoopback = createPeerList(['127.0.0.0/8', '::1']);
