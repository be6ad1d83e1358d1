/** `.github/workflows/ci.yml` of a workspace. The repository of BRRT uses it for itself; a test compares. */
export const workflow = `# What a change has to pass. Only projects that it touches are checked, and what was checked before comes from the cache.
name: ci

on:
  pull_request:
  push:
    branches: [main]

permissions:
  contents: read

concurrency:
  group: ci-\${{ github.ref }}
  cancel-in-progress: \${{ github.event_name == 'pull_request' }}

env:
  NX_DAEMON: 'false'
  # Of a pull request, the branch that it goes to; of a push, what was there before.
  NX_BASE: \${{ github.event_name == 'pull_request' && format('origin/{0}', github.base_ref) || github.event.before }}
  NX_HEAD: HEAD

jobs:
  affected:
    runs-on: ubuntu-latest
    timeout-minutes: 30
    steps:
      - uses: actions/checkout@v4
        with:
          # \`nx affected\` compares with the base, which has to be there.
          fetch-depth: 0
          persist-credentials: false
      - uses: actions/setup-node@v4
        with:
          node-version: 20
          cache: npm
      - run: npm ci
      # Results of tasks, by what went into them: a key of its own for each run, the newest one to begin with.
      - uses: actions/cache@v4
        with:
          path: .nx/cache
          key: nx-\${{ runner.os }}-\${{ github.sha }}
          restore-keys: nx-\${{ runner.os }}-
      # A branch that is new, or was rewritten, has no base that is known here.
      - name: find the base
        run: git cat-file -e "$NX_BASE^{commit}" 2>/dev/null || echo "NX_BASE=$(git rev-list --max-parents=0 HEAD | tail -1)" >> "$GITHUB_ENV"
      - name: generated code follows the contracts
        run: npx nx sync:check
      - name: format, contracts, layers, types, tests, builds, breaking changes
        run: npx nx affected -t lint typecheck test build contract --output-style=static
`;
