import { listApps } from '../app-folder.ts';
import { callOptions } from '../call/read-call.ts';
import { type Command, type CommandContext, type CommandLoaders, UsageError } from '../command.ts';
import { readContract } from '../read-contract.ts';

/** Each asks `brrt completion words` for what may stand at the place of the cursor. */
const scripts: Readonly<Record<string, string>> = {
  bash: `_brrt() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(npx --no-install brrt completion words "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _brrt brrt`,
  zsh: `#compdef brrt
_brrt() {
  compadd -- \${(f)"$(npx --no-install brrt completion words "\${(@)words[2,CURRENT-1]}" 2>/dev/null)"} || _files
}
compdef _brrt brrt`,
  fish: `complete -c brrt -a '(npx --no-install brrt completion words (commandline -opc)[2..-1] 2>/dev/null)'`,
};

/** The command that knows all others. */
export function completionOf(commands: CommandLoaders): Command {
  return {
    usage: `brrt completion ${Object.keys(scripts).join('|')}`,
    summary:
      'Prints a script for the shell that completes commands, apps, operations and their parameters: source <(npx brrt completion bash)',
    async run([shell, ...words], context) {
      if (shell === 'words') {
        for (const word of await nextWords(words, commands, context)) context.print(word);
        return 0;
      }
      const script = shell !== undefined && Object.hasOwn(scripts, shell) ? scripts[shell] : undefined;
      if (script === undefined) throw new UsageError(`which shell? ${Object.keys(scripts).join(', ')}`);
      context.print(script);
      return 0;
    },
  };
}

const ofApps: ReadonlySet<string> = new Set(['build', 'call', 'generate', 'mock', 'serve', 'start']);

/** What may follow the words before. */
async function nextWords(
  words: readonly string[],
  commands: CommandLoaders,
  { workspaceRoot }: CommandContext,
): Promise<readonly string[]> {
  const [name = '', app, operation] = words;
  if (words.length === 0) return Object.keys(commands);
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return [];
  const apps = ofApps.has(name) ? listApps(workspaceRoot) : [];
  if (app === undefined) return [...apps.map((each) => each.name), ...(await optionsOf(load))];
  const called = name === 'call' ? apps.find((each) => each.name === app) : undefined;
  if (called === undefined) return optionsOf(load);
  const { model } = await readContract(called);
  if (operation === undefined) return (model?.operations ?? []).map(({ id }) => id);
  const found = model?.operations.find(({ id }) => id === operation);
  return found === undefined ? [] : callOptions(found);
}

/** Those that its usage names. */
async function optionsOf(load: () => Promise<Command>): Promise<readonly string[]> {
  const { usage } = await load();
  return [...new Set([...usage.matchAll(/--[a-z][a-z-]*/g)].map(([option]) => option))];
}
