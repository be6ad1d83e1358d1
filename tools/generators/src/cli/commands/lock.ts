import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type Command, onlyNamed, UsageError } from '../command.ts';
import { type AllowedAddresses, parseAllowed } from '../lock/allowed-addresses.ts';
import { type LockResult, lockContract } from '../lock/lock-contract.ts';
import { namedFile } from '../named-paths.ts';
import { printableDiagnostic } from '../printable-diagnostic.ts';

export const lock: Command = {
  usage: 'brrt lock <spec> --allow <host or URL prefix>… [--dry-run] [--json]',
  summary:
    'Takes copies of the documents on a network that a contract refers to, from allowed addresses only, and locks them by hash.',
  async run(args, { print, warn }) {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        allow: { type: 'string', multiple: true, default: [] },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
      },
    });
    const named = onlyNamed(positionals);
    const contract = contractOf(named);
    const result = await lockContract(contract, allowedOf(values.allow));
    const succeeded = result.problems.length === 0;
    const isWritten = succeeded && !values['dry-run'];
    if (isWritten) write(result);
    if (values.json) print(JSON.stringify(reportOf(result, { contract: named, isWritten })));
    else {
      for (const line of linesOf(result, contract, { isWritten })) (succeeded ? print : warn)(line);
      if (!succeeded) warn('Nothing was written.');
    }
    return succeeded ? 0 : 1;
  },
};

function contractOf(spec: string | undefined): string {
  if (spec === undefined) throw new UsageError('which contract?');
  return namedFile(spec);
}

function allowedOf(entries: readonly string[]): AllowedAddresses {
  const allowed = parseAllowed(entries);
  if ('invalid' in allowed) throw new UsageError(`--allow takes a host or an http(s) URL, not '${allowed.invalid}'`);
  return allowed;
}

function write({ writes, removes }: LockResult): void {
  for (const { path, octets } of writes) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, octets);
  }
  for (const path of removes) rmSync(path);
}

interface Outcome {
  readonly contract: string | undefined;
  readonly isWritten: boolean;
}

function reportOf({ documents, problems, writes, removes }: LockResult, { contract, isWritten }: Outcome): object {
  return {
    file: contract,
    documents,
    problems,
    written: isWritten ? writes.map(({ path }) => path) : [],
    removed: isWritten ? removes : [],
    ...(isWritten ? {} : { wouldWrite: writes.map(({ path }) => path), wouldRemove: removes }),
  };
}

function linesOf(
  { documents, problems, writes, removes }: LockResult,
  contract: string,
  { isWritten }: Pick<Outcome, 'isWritten'>,
): readonly string[] {
  const here = (path: string): string => relative(process.cwd(), path);
  if (problems.length > 0) return problems.map((problem) => printableDiagnostic(problem, process.cwd()));
  const verbs = isWritten ? ['wrote', 'removed'] : ['would write', 'would remove'];
  return [
    ...documents.map(({ url, file, state }) => `${state} ${url} → ${file}`),
    ...writes.map(({ path }) => `${verbs[0]} ${here(path)}`),
    ...removes.map((path) => `${verbs[1]} ${here(path)}`),
    `${here(contract)}: ${documents.length} document(s) locked`,
  ];
}
