import type { JSX } from 'preact';
import type { ContractFinding } from '../../src/api/services.ts';
import { Badge, type Tone } from '../parts/badge.tsx';
import { Empty } from '../parts/message.tsx';
import { setQuery } from '../router/location.ts';

const tones: Readonly<Record<ContractFinding['severity'], Tone>> = { error: 'bad', warning: 'warn', note: 'info' };
const order: readonly ContractFinding['severity'][] = ['error', 'warning', 'note'];

export function Findings({ findings }: { readonly findings: readonly ContractFinding[] }): JSX.Element {
  if (findings.length === 0) {
    return (
      <Empty title="No findings" icon="check">
        The contract is read without errors, and the linter has nothing to say.
      </Empty>
    );
  }
  return <FindingList findings={findings} />;
}

/** Errors first; a line number leads to the text. */
export function FindingList({ findings }: { readonly findings: readonly ContractFinding[] }): JSX.Element {
  const sorted = findings.toSorted((one, other) => order.indexOf(one.severity) - order.indexOf(other.severity));
  return (
    <ul class="findings">
      {sorted.map((finding) => (
        <Finding key={`${finding.code} ${finding.file} ${finding.pointer} ${finding.message}`} finding={finding} />
      ))}
    </ul>
  );
}

function Finding({ finding }: { readonly finding: ContractFinding }): JSX.Element {
  const { severity, code, message, file, line, column, pointer, hint } = finding;
  return (
    <li class={`finding ${severity}`}>
      <p class="finding-head">
        <Badge tone={tones[severity]}>{severity}</Badge>
        <span class="mono">{code}</span>
        <button
          type="button"
          class="text-button mono"
          onClick={() => setQuery({ tab: 'text', line: String(line) }, { push: true })}
        >
          {`${file}:${line}:${column}`}
        </button>
      </p>
      <p>{message}</p>
      {hint !== undefined && <p class="note">{hint}</p>}
      {pointer !== '' && <p class="mono note finding-pointer">{pointer}</p>}
    </li>
  );
}
