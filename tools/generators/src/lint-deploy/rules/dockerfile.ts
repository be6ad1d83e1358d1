import type { Diagnostic } from '@brrt/service-model';
import { type Copy, type Dockerfile, DockerfileParser, type Instruction } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import type { DeployFacts } from '../../emit/deploy/deploy-facts.ts';
import { containerUser } from '../../emit/deploy/emit-deployment.ts';

export interface DockerfileInput {
  readonly file: string;
  readonly text: string;
  /** Of the ignore file beside it. */
  readonly ignored: string | undefined;
  readonly facts: DeployFacts;
}

type Said = (instruction: Instruction | undefined, code: string, message: string, hint?: string) => Diagnostic;

/** What Docker would refuse, and what it would build and nobody should run. */
export function checkDockerfile(input: DockerfileInput): readonly Diagnostic[] {
  const { file, text, facts } = input;
  const dockerfile = DockerfileParser.parse(text);
  const said: Said = (instruction, code, message, hint) => {
    const start = instruction?.getRange().start ?? { line: 0, character: 0 };
    const place = { file, line: start.line + 1, column: start.character + 1, pointer: '' };
    return { ...place, severity: 'error', code, message, ...(hint === undefined ? {} : { hint }) };
  };
  const syntax = validate(text).map(({ range, message }): Diagnostic => {
    const { line, character } = range.start;
    return {
      file,
      line: line + 1,
      column: character + 1,
      pointer: '',
      severity: 'error',
      code: 'dockerfile-syntax',
      message: typeof message === 'string' ? message : message.value,
    };
  });
  const last = lastStage(dockerfile);
  return [
    ...syntax,
    ...images(dockerfile, said),
    ...user(last, said),
    ...process(last, said),
    ...health(last, said, facts),
    ...ports(last, said, facts),
    ...copies(dockerfile, last, { said, facts }),
    ...secrets(dockerfile, said, facts),
    ...ignores(input, said),
  ];
}

function lastStage(dockerfile: Dockerfile): readonly Instruction[] {
  const instructions = dockerfile.getInstructions();
  const start = instructions.findLastIndex((each) => each.getKeyword() === 'FROM');
  return instructions.slice(Math.max(start, 0));
}

function named(stage: readonly Instruction[], keyword: string): Instruction | undefined {
  return stage.findLast((each) => each.getKeyword() === keyword);
}

function images(dockerfile: Dockerfile, said: Said): readonly Diagnostic[] {
  const froms = dockerfile.getFROMs();
  const stages = froms.map((from) => from.getBuildStage());
  const majors = froms.map((from) => /(?:^|\/)node:(\d+)/.exec(from.getImage() ?? '')?.[1]);
  return froms.flatMap((from, index) => {
    const image = from.getImage() ?? '';
    if (stages.includes(image)) return [];
    const tag = from.getImageTag();
    if (from.getImageDigest() === null && (tag === null || tag === 'latest'))
      return [said(from, 'dockerfile-image', `${image} says not which version it is`, 'node:<major>-trixie-slim')];
    if (/alpine|musl/.test(image))
      return [
        said(
          from,
          'dockerfile-image',
          `${image} has another C library than the runtimes that npm brings`,
          'a Debian image',
        ),
      ];
    const [first] = majors;
    if (majors[index] !== undefined && first !== undefined && majors[index] !== first)
      return [said(from, 'dockerfile-image', `runs on Node ${majors[index]} what was built with Node ${first}`)];
    return [];
  });
}

function user(stage: readonly Instruction[], said: Said): readonly Diagnostic[] {
  const instruction = named(stage, 'USER');
  if (instruction === undefined)
    return [said(stage[0], 'dockerfile-user', 'the image runs as root', `USER ${containerUser}:${containerUser}`)];
  const name = instruction.getArgumentsContent() ?? '';
  const wanted = String(containerUser);
  // Kubernetes can tell by a number alone that it is not root.
  if (name.split(':')[0] === wanted) return [];
  return [said(instruction, 'dockerfile-user', `runs as ${name}, the manifests as ${wanted}`)];
}

function process(stage: readonly Instruction[], said: Said): readonly Diagnostic[] {
  const command = named(stage, 'CMD') ?? named(stage, 'ENTRYPOINT');
  if (command === undefined) return [said(stage[0], 'dockerfile-command', 'starts nothing: CMD is missing')];
  const signal = named(stage, 'STOPSIGNAL')?.getArgumentsContent() ?? 'SIGTERM';
  const text = command.getArgumentsContent() ?? '';
  return [
    ...(text.startsWith('[')
      ? []
      : [
          said(
            command,
            'dockerfile-command',
            'a shell is the process and keeps SIGTERM from the service',
            'CMD ["node", "main.mjs"]',
          ),
        ]),
    ...(/\bmain\.mjs\b/.test(text)
      ? []
      : [said(command, 'dockerfile-command', 'does not start main.mjs, which nx build made')]),
    ...(/^(?:SIGTERM|15|SIGINT|2)$/.test(signal)
      ? []
      : [
          said(
            named(stage, 'STOPSIGNAL'),
            'dockerfile-command',
            `the service does not drain on ${signal}`,
            'STOPSIGNAL SIGTERM',
          ),
        ]),
  ];
}

function health(
  stage: readonly Instruction[],
  said: Said,
  { port, managementPort, livePath, isTls }: DeployFacts,
): readonly Diagnostic[] {
  const check = named(stage, 'HEALTHCHECK');
  if (check === undefined) return [said(stage[0], 'dockerfile-health', 'has no HEALTHCHECK')];
  const text = check.getTextContent();
  if (/\b(?:curl|wget)\b/.test(text))
    return [said(check, 'dockerfile-health', 'the image has neither curl nor wget', 'node -e "fetch(…)"')];
  const wanted = managementPort ?? port;
  if (!new RegExp(`\\b${wanted}\\b`).test(text))
    return [said(check, 'dockerfile-health', `does not ask port ${wanted}, where health is`)];
  const isAsked = livePath === undefined || (isTls && managementPort === undefined) || text.includes(livePath);
  return isAsked ? [] : [said(check, 'dockerfile-health', `does not ask ${livePath}`)];
}

function ports(
  stage: readonly Instruction[],
  said: Said,
  { port, managementPort }: DeployFacts,
): readonly Diagnostic[] {
  const exposed = stage
    .filter((each) => each.getKeyword() === 'EXPOSE')
    .flatMap((each) => each.getArguments().map((argument) => argument.getValue().split('/')[0]));
  return [port, managementPort].flatMap((wanted) =>
    wanted === undefined || exposed.includes(String(wanted))
      ? []
      : [
          said(
            named(stage, 'EXPOSE') ?? stage[0],
            'dockerfile-port',
            `does not EXPOSE ${wanted}, where the service listens`,
          ),
        ],
  );
}

/** The image has the build and nothing else; credentials of developers are no part of it. */
function copies(
  dockerfile: Dockerfile,
  stage: readonly Instruction[],
  { said, facts }: { readonly said: Said; readonly facts: DeployFacts },
): readonly Diagnostic[] {
  const dist = `dist/apps/${facts.service}`;
  const copied = stage.filter((each) => each.getKeyword() === 'COPY' || each.getKeyword() === 'ADD');
  const isOfBuild = (each: Instruction): boolean =>
    each.getKeyword() === 'COPY' &&
    (each as Copy).getFromFlag() !== null &&
    each
      .getArguments()
      .slice(0, -1)
      .every((argument) => argument.getValue().replace(/\/+$/, '').endsWith(dist)); // what COPY is parsed as
  const foreign = copied
    .filter((each) => !isOfBuild(each))
    .map((each) =>
      said(each, 'dockerfile-copy', 'brings something else than what nx build made', `COPY --from=build … ${dist}`),
    );
  if (!copied.some(isOfBuild)) foreign.push(said(stage[0], 'dockerfile-copy', `does not bring ${dist}`));
  const hidesKeys = dockerfile
    .getInstructions()
    .some((each) =>
      /\brm\b.*config\.development\.yaml|--exclude=\S*config\.development\.yaml/.test(each.getTextContent()),
    );
  if (!hidesKeys)
    foreign.push(
      said(
        stage[0],
        'dockerfile-copy',
        'takes the credentials of developers along',
        `rm ${dist}/config.development.yaml in the build stage`,
      ),
    );
  return foreign;
}

const secretName = /(?:KEY|SECRET|TOKEN|PASSWORD|CREDENTIAL)S?$/i;

function secrets(dockerfile: Dockerfile, said: Said, facts: DeployFacts): readonly Diagnostic[] {
  const names: (readonly [Instruction, string])[] = [
    ...dockerfile
      .getENVs()
      .flatMap((each) => each.getProperties().map((property) => [each, property.getName()] as const)),
    ...dockerfile.getARGs().map((each) => [each, each.getProperty()?.getName() ?? ''] as const),
  ];
  return names
    .filter(([, name]) => secretName.test(name) || facts.secrets.includes(name))
    .map(([each, name]) =>
      said(
        each,
        'dockerfile-secret',
        `${name} would be in a layer of the image`,
        'RUN --mount=type=secret, or the environment of the container',
      ),
    );
}

function ignores({ file, ignored }: DockerfileInput, said: Said): readonly Diagnostic[] {
  const lines = (ignored ?? '').split('\n').map((line) => line.trim());
  const missing = ['.git', '**/node_modules'].filter(
    (wanted) => !lines.includes(wanted) && !lines.includes(wanted.replace('**/', '')),
  );
  return missing.map((name) => ({
    ...said(undefined, 'dockerfile-ignore', `does not keep ${name} out of the build`),
    file: `${file}.dockerignore`,
  }));
}
