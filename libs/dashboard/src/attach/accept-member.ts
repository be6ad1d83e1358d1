import type { Duplex } from 'node:stream';
import type { ServiceRegistry } from '../services/service-registry.ts';
import type { AppControl } from '../services/workspace.ts';
import { formatLine, type HostMessage, type MemberMessage, readLines } from './attach-message.ts';

/** Lets a process that showed the token take part: its apps are services for as long as the connection lasts. */
export function acceptMember(socket: Duplex, registry: ServiceRegistry): void {
  const controls = new Map<string, AppControl>();
  const write = (message: HostMessage): boolean => {
    if (socket.destroyed) return false;
    socket.write(formatLine(message));
    return true;
  };
  const take = (message: MemberMessage): void => {
    if (message.type === 'event') {
      if (controls.has(message.event.app)) registry.report(message.event);
      return;
    }
    const { name } = message.app;
    const control: AppControl = {
      act: async (action) => void write({ type: 'act', app: name, action }),
      send: (content) => write({ type: 'send', app: name, message: content }),
    };
    controls.set(name, control);
    registry.add(message.app, control);
  };
  readLines(
    socket,
    // Written by the same release of this package, and by who has the token.
    (message) => take(message as MemberMessage),
    () => {
      socket.destroy();
      for (const [name, control] of controls) registry.remove(name, control);
      controls.clear();
    },
  );
}
