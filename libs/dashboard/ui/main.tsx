import './start/usable-language.ts';
import { render } from 'preact';
import { connect } from './live/events.ts';
import { followWorkspace } from './live/workspace.ts';
import { followLinks } from './router/location.ts';
import { keepFocus } from './shell/keep-focus.ts';
import { listenToKeys } from './shell/keys.ts';
import { Shell } from './shell/shell.tsx';

const root = document.getElementById('page');
if (root !== null) {
  followLinks();
  listenToKeys();
  keepFocus();
  followWorkspace();
  connect();
  render(<Shell />, root);
}
