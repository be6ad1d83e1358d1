#!/usr/bin/env node
import { newWorkspace } from 'brrt/new';
import { runCommand } from 'brrt/run-command';

// Published as one file that needs no package: npm loads it on whatever Node there is, before anything is installed.
process.exitCode = await runCommand(newWorkspace, process.argv.slice(2), {
  workspaceRoot: process.cwd(),
  env: process.env,
  print: (text) => process.stdout.write(`${text}\n`),
  forward: (line) => process.stdout.write(`${line}\n`),
  warn: (text) => process.stderr.write(`${text}\n`),
});
