import type { JSX } from 'preact';
import { Dialog } from '../parts/dialog.tsx';
import { activeKeys } from './keys.ts';

const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

export function KeyHelp({ onClose }: { readonly onClose: () => void }): JSX.Element {
  return (
    <Dialog title="Keys" onClose={onClose}>
      <div class="key-help">
        {activeKeys().map(({ group, bindings }) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {bindings.map(({ keys, title }) => (
                <div key={keys}>
                  <dt>
                    {keys.split(' ').map((key) => (
                      <kbd key={key}>{nameOfKey(key)}</kbd>
                    ))}
                  </dt>
                  <dd>{title}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function nameOfKey(key: string): string {
  const names: Readonly<Record<string, string>> = { ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc', Enter: '↵' };
  if (key.startsWith('mod+')) return `${isApple ? '⌘' : 'Ctrl '}${key.slice(4).toUpperCase()}`;
  return names[key] ?? key;
}
