/** Rows of the tables of hostile input, by their ids; most are in the title of a test. */
export const rowIds: readonly string[] = [
  'A01 A02 A04 A05 A07 A08 A10 A11 A13 A14 A16 A17 A19 A20 A22 A23 A25 A26 A28 A29 A31 A32 A34 A35 A37 A38 A40 A41 A43 A44 A46 A47 A49 A50 A52 A53 A55 A56 A58 A59 A61 A62 A64 A65 A67 A68 A70 A71 A73 A74 A76',
  'B01 B03 B04 B06 B07 B09 B10 B12 B13 B15 B16 B18 B19 B21 B22 B24 B25 B27 B28 B30 B31 B33 B34 B36 B37 B39 B40 B42 B43 B45 B46 B48 B49 B51 B52 B54 B55 B57 B58 B60 B61 B63 B64 B66',
  'C01 C03 C04 C06 C07 C09 C10 C12 C13 C15 C16 C18 C19 C21 C22 C24 C25 C27 C28 C30 C31 C33 C34 C36 C37 C39 C40 C42 C43 C45 C46 C48 C49 C51 C52 C54 C55 C57 C58 C60 C61',
  'D01 D02 D04 D05 D07 D08 D10 D11 D13 D14 D16 D17 D19 D20',
  'E02 E03 E05 E06 E08 E09 E11 E12 E14 E15 E17 E18 E20 E21 E23 E24',
  'F02 F03 F05 F06 F08 F09 F11 F12 F14 F15 F17 F18',
  'G02 G03 G05 G06 G08 G09 G11 G12 G14 G15 G17 G18 G20 G21 G23 G24 G26 G27 G29 G30 G32 G33',
  'H02 H03 H05 H06 H08 H09 H11 H12 H14 H15 H17 H18 H20 H21 H23 H24 H26',
].flatMap((table) => table.split(' '));

/** Where rows are tested whose ids no title has: file, and text of a title in it. */
export const provenRows: Readonly<Record<string, readonly (readonly [file: string, title: string])[]>> = {
  B27: [['libs/router-core/test/http.test.ts', 'refuses chunks beyond the limit as they come']],
  B60: [['libs/router-core/test/pipeline.test.ts', 'validate the response']],
  C49: [['libs/security/test/mutual-tls.test.ts', 'an operation that mutualTLS opens']],
  C51: [['libs/security/test/dpop.test.ts', 'by a certificate']],
  C57: [['apps/petstore/test/object-access.test.ts', 'is not there for another user']],
  E23: [['libs/security/test/tls.test.ts', 'meets a client of %s']],
  E24: [
    ['libs/security/test/tls.test.ts', 'closes a connection that never finishes its handshake'],
    ['e2e/hostile/limits.test.ts', 'A70 beyond the limit connections are dropped'],
  ],
  C37: [['e2e/security/token-rows.ts', 'C36, C37']],
  E18: [['libs/security/test/workload-api.test.ts', 'says each time all that is believed']],
  F02: [
    ['libs/service-model/test/confined-references.test.ts', 'a file through a folder that is a link to the outside'],
    ['libs/service-model/test/remote-references.test.ts', 'never leads from a copy to a file of this machine'],
  ],
  F03: [['tools/generators/src/cli/lock/allowed-addresses.test.ts', 'an address of the network']],
  F05: [
    ['tools/generators/src/cli/commands/lock.test.ts', 'refuses a name of this machine that is not allowed as such'],
  ],
  F06: [
    ['tools/generators/src/cli/commands/lock.test.ts', 'a redirection to a file'],
    ['tools/generators/src/cli/commands/lock.test.ts', 'too many redirections'],
  ],
  F14: [
    ['tools/generators/test/hostile-contract.test.ts', 'gives the same code as a harmless one'],
    ['tools/generators/test/hostile-run.test.ts', 'a service of hostile contracts'],
    ['tools/generators/test/poisoned-contracts.test.ts', 'text in every place of a contract stays text'],
  ],
  F15: [
    ['libs/service-model/test/operations.test.ts', 'is unique even when case is ignored'],
    ['tools/generators/src/emit/handler-files.test.ts', 'names that every file system takes'],
  ],
  F12: [
    [
      'tools/generators/src/cli/dev/app-runner.test.ts',
      'keeps running while the contract is broken, whatever else is saved',
    ],
  ],
  F17: [['libs/router-core/src/config/decode-security.test.ts', 'http only for localhost and *.svc.cluster.local']],
  G02: [['libs/dashboard/test/access.test.ts', 'a wrong token']],
  G03: [
    ['libs/dashboard/test/access.test.ts', 'the name that is asked for'],
    ['libs/dashboard/test/access.test.ts', 'the intake'],
  ],
  G05: [['libs/dashboard/test/access.test.ts', 'may link to the dashboard, not frame it']],
  G06: [['e2e/dashboard/logs.test.ts', '<img src=x onerror=']],
  G09: [['libs/dashboard/test/otlp-intake.test.ts', 'that is nested 3000 deep']],
  G08: [
    ['e2e/console/credentials.test.ts', 'a page chooses no host and frames no message'],
    ['e2e/console/credentials.test.ts', 'a path leads nowhere else'],
    ['e2e/console/hostile.test.ts', 'a redirect to another host is an answer'],
  ],
  G11: [['libs/dashboard/test/store-bounds.test.ts', 'let whole traces go, oldest first, and count them']],
  G14: [
    ['libs/dashboard/test/store-queries.test.ts', 'take late and early spans in whatever order they come, each once'],
  ],
  G15: [
    ['e2e/dashboard/traces.test.ts', 'scrolls through 10,000 spans'],
    ['libs/dashboard/ui/traces/build-waterfall.test.ts', 'takes a chain of 20,000 spans'],
  ],
  G17: [['libs/observability/test/metrics.test.ts', 'what matches no path']],
  G18: [['libs/observability/test/metrics.test.ts', 'are bounded: further ones are counted together']],
  G20: [['libs/router-core/test/pipeline.test.ts', 'built-in endpoints']],
  G21: [['libs/observability/test/log.test.ts', 'stays one line whatever the ids are']],
  G23: [['libs/router-core/src/http/trace-context.test.ts', 'begins a trace of its own']],
  G24: [['e2e/security/canaries.test.ts', 'comes out nowhere']],
  G33: [['e2e/dashboard/docs.test.ts', 'without one request elsewhere']],
  H03: [['libs/router-core/test/http.test.ts', 'finishes what is in flight, says it closes, and takes nothing new']],
  H05: [['libs/router-core/test/http.test.ts', 'does not wait for ever for a connection that is never used']],
  H06: [['libs/router-core/test/http.test.ts', 'tells its source through the signal, so that it can end well']],
  H11: [['libs/service-client/test/resilience.test.ts', 'after 429 that says when']],
  H12: [['libs/service-client/test/resilience.test.ts', 'when the connection breaks']],
  H14: [['libs/service-client/test/answers.test.ts', 'is too long']],
  H15: [['libs/service-client/test/failures.test.ts', 'says 504 when the %s does not arrive in time']],
  H23: [['e2e/start-faults.test.ts', 'prints one message and ends with 1']],
};

/** Rows without a test, and why. */
export const openRows: Readonly<Record<string, string>> = {
  C48: 'Digest authentication (RFC 7616) is not built: a required scheme of that kind stops the start.',
  F18: 'The console of the dashboard calls services of the workspace by name, at the addresses where they run; `servers` is not asked.',
  G12: 'Intake on loopback only; senders are not told apart by keys.',
  G26: 'brrt mcp speaks over standard input and output alone: there is no host and no origin.',
  G27: 'As G26: whoever may start it may read the token of the dashboard.',
  G32: 'The schemas of tools are those in the code; none comes from a contract.',
  H18: 'Idempotency keys are left to handlers.',
  H24: 'A clock that jumps cannot be made in a test of the whole process; leeway of tokens is C13, timers are those of Node.',
  H26: 'A day of load is no test; the fuzzing run of 200,000 requests watches the heap.',
};
