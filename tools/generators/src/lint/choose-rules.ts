import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Diagnostic } from '@brrt/service-model';
import { type Config, createConfig, loadConfig, loadIgnoreConfig } from '@redocly/openapi-core';
import { brrtPlugin } from './brrt-plugin.ts';
import { ConfigResolver } from './config-resolver.ts';
import { LocalResolver } from './local-resolver.ts';
import { isSchemaObject } from './rules/schema-object.ts';
import { judgedElsewhere, type RulesetName, rulesets } from './rulesets.ts';

export interface RulesChoice {
  /** Undefined: a `redocly.yaml` beside the contract or in the working directory, else `recommended`. */
  readonly ruleset: RulesetName | undefined;
  readonly workingDirectory: string;
}

export interface ChosenRules {
  readonly config: Config;
  readonly errors: 'error' | 'warning';
  /** What decided: a file, or the name of a ruleset. */
  readonly configuration: string;
  /** What the file asks for and does not get, once the rules have run. */
  readonly leftOut: () => readonly Diagnostic[];
}

/**
 * The engine runs `@theme/plugin.*` of the folder of its configuration, else of the working directory. In the place of a file there
 * is no folder.
 */
const nowhere = join(import.meta.filename, 'redocly.yaml');

/** The file that decides about the rules of a contract, unless a ruleset is named. */
export function rulesFileOf(contract: string, { ruleset, workingDirectory }: RulesChoice): string | undefined {
  if (ruleset !== undefined) return undefined;
  return [dirname(contract), workingDirectory].map((folder) => join(folder, 'redocly.yaml')).find(existsSync);
}

/**
 * No code of a folder is run, and nothing is fetched.
 * @throws whatever the engine says of a file that it cannot use
 */
export async function chooseRules(file: string | undefined, { ruleset }: RulesChoice): Promise<ChosenRules> {
  if (file !== undefined) return rulesOf(file);
  const name = ruleset ?? 'recommended';
  const { config, errors } = rulesets[name];
  const options = { configPath: nowhere, externalRefResolver: new LocalResolver(), plugins: [brrtPlugin] };
  return {
    config: await createConfig(structuredClone(config), options),
    errors,
    configuration: name,
    leftOut: () => [],
  };
}

async function rulesOf(file: string): Promise<ChosenRules> {
  const resolver = new ConfigResolver(file, nowhere);
  const config = await loadConfig({ configPath: nowhere, externalRefResolver: resolver, plugins: [brrtPlugin] });
  // Whatever is extended; who names such a rule has it.
  config.skipRules(Object.keys(judgedElsewhere).filter((rule) => !isNamed(rule, config.document?.parsed)));
  config.ignore = await loadIgnoreConfig(file, new LocalResolver());
  return {
    config,
    errors: 'error',
    configuration: file,
    leftOut: () => [
      ...resolver.leftOut(),
      ...config.getUnusedRules().rules.map((rule) => resolver.finding('/rules', `There is no rule ${rule} to be run`)),
    ],
  };
}

function isNamed(rule: string, file: unknown): boolean {
  return isSchemaObject(file) && isSchemaObject(file.rules) && Object.hasOwn(file.rules, rule);
}
