import type { SourceLocation } from '../diagnostic.ts';
import type { BuildContext } from './build-context.ts';
import { brokenExpressions } from './runtime-expression.ts';

/** Says which runtime expressions of a text are none. */
export function reportBroken(text: string, at: SourceLocation, { report }: BuildContext): void {
  for (const expression of brokenExpressions(text)) {
    report.warning({
      at,
      code: 'invalid-expression',
      message: `"${expression}" is no runtime expression`,
      hint: 'Such as $request.body#/url, $response.header.Location or $url; it is kept as it is written',
    });
  }
}
