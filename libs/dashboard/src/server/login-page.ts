import type { RouteAnswer } from './route.ts';

const text = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>BRRT dashboard</title>
<h1>BRRT dashboard</h1>
<p>Open it by the URL that <code>npm start</code> and <code>nx serve</code> print: it has a token in it.
<form method="get" action="/">
<label>Or give the token here: <input name="token" type="password" autocomplete="off" required autofocus></label>
<button>Open</button>
</form>
</html>
`;

/** What a browser without the cookie is shown: no script, no style, nothing of the workspace. */
export const loginPage: RouteAnswer = {
  status: 401,
  headers: { 'content-type': 'text/html; charset=utf-8', 'www-authenticate': 'Bearer realm="brrt-dashboard"' },
  body: text,
};
