import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { callingTool, readingTools } from '../agent/agent-tools.ts';
import { type AgentServer, answerMessage } from '../agent/answer-message.ts';
import { openDashboardClient } from '../agent/dashboard-client.ts';
import type { Command } from '../command.ts';

export const mcp: Command = {
  usage: 'brrt mcp [--allow-calls]',
  summary:
    'Answers coding agents over standard input and output (Model Context Protocol) from what the running dashboard knows; with --allow-calls they may call services too.',
  async run(args, { workspaceRoot, forward }) {
    const { values } = parseArgs({ args: [...args], options: { 'allow-calls': { type: 'boolean', default: false } } });
    const server: AgentServer = {
      tools: values['allow-calls'] ? [...readingTools, callingTool] : readingTools,
      client: () => openDashboardClient(workspaceRoot),
    };
    for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
      if (line.trim() === '') continue;
      const answer = await answerMessage(line, server);
      if (answer !== undefined) forward(answer);
    }
    return 0;
  },
};
