import { expect, it } from 'vitest';
import { matchView } from './view.ts';

const component = (): null => null;
const views = ['/', '/traces', '/traces/:id', '/console/:service?/:operation?'].map((path) => ({
  path,
  title: path,
  component,
}));

it.each([
  ['/', '/', {}],
  ['/traces', '/traces', {}],
  ['/traces/', '/traces', {}],
  ['/traces/0af7', '/traces/:id', { id: '0af7' }],
  ['/console', '/console/:service?/:operation?', {}],
  ['/console/a%20b/x%2Fy', '/console/:service?/:operation?', { service: 'a b', operation: 'x/y' }],
  ['/console/%zz', '/console/:service?/:operation?', { service: '%zz' }],
])('%s is the view %s', (path, view, params) => {
  expect(matchView(views, path)).toMatchObject({ view: { path: view }, params });
});

it('knows no other page', () => expect(matchView(views, '/traces/a/b')).toBeUndefined());
