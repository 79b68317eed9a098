import { type Command, InvalidArgumentError, Option } from 'commander'
import { collect, parseCount, parseSeed, parseTimeout } from './arguments.ts'

export interface ClientArguments {
  readonly spec?: string
  readonly mode?: 'example' | 'boundary' | 'random'
  readonly status?: readonly number[]
  readonly runs?: number
  readonly seed?: number | 'random'
  readonly timeout: number
  readonly reporter?: readonly string[]
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color: boolean
}

function parseStatus(text: string, before: readonly number[] = []): number[] {
  if (!/^[2-5]\d\d$/.test(text)) throw new InvalidArgumentError('Write a status, such as 404.')
  return [...before, Number(text)]
}

export function addClientCommand(program: Command, onExit: (code: number) => void): void {
  program
    .command('client')
    .description('run a program against the mock, again and again, and judge what it sends and how it ends')
    .usage('[options] -- <command...>')
    .argument('<command...>', 'the program and its arguments; it finds the base URL in FGS_CONTRACT_URL')
    .option('--spec <file|url>', 'OpenAPI document, JSON or YAML (default: the bundled contract)')
    .addOption(
      new Option(
        '--mode <mode>',
        'answers: the first example of each status, every edge, or random ones (default: examples and some edges)',
      ).choices(['example', 'boundary', 'random']),
    )
    .option('--status <code>', 'only answers with this status; may be repeated', parseStatus)
    .option('--runs <n>', 'random answers (default: 20 in mode random, else 0)', parseCount)
    .option('--seed <n|random>', 'seed of the random answers (default: 1)', parseSeed)
    .addOption(
      new Option('--timeout <duration>', 'for one run of the program').argParser(parseTimeout).default(30_000, '30s'),
    )
    .option('--reporter <name[=file]>', 'as of verify; may be repeated', collect)
    .option('--quiet', 'only findings and the verdict')
    .addOption(new Option('--verbose', 'every run, and what the program writes').conflicts('quiet'))
    .option('--no-color', 'no colours')
    .action(async (command: readonly string[], options: ClientArguments) => {
      const { runClient } = await import('./run-client.ts')
      onExit(await runClient(command, options))
    })
}
