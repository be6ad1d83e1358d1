import { standardOutput } from '../src/log/log-destination.ts';

// Run as a process of its own by log-destination.test.ts: more than a pipe holds, then an end in order.
const output = standardOutput('test');
for (let line = 0; line < 5_000; line++) output.write(`${String(line).padEnd(100, '.')}\n`);
await output.flush?.();
process.exit(0);
