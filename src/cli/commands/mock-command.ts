import { type Command, Option } from 'commander'
import { parseCount, parseDuration, parsePort, parseSeed } from './arguments.ts'

export interface MockArguments {
  readonly spec?: string
  readonly port: number
  readonly mode: string
  readonly seed: number | 'random'
  readonly status?: number
  readonly delay: number
  readonly token?: string
  readonly quiet?: boolean
}

const MODES = ['boundary', 'example', 'random']

export function addMockCommand(program: Command): void {
  program
    .command('mock')
    .description('serve the contract on loopback to clients, and say what they send')
    .option('--spec <file|url>', 'OpenAPI document, JSON or YAML (default: the bundled contract)')
    .option('--port <n>', 'where to listen; 0 takes any that is free', parsePort, 0)
    .addOption(
      new Option('--mode <mode>', 'boundary: examples, then every edge in turn; example: the first; random')
        .choices(MODES)
        .default('boundary'),
    )
    .option('--seed <n|random>', 'of the mode random', parseSeed, 1)
    .option('--status <n>', 'the status of every answer to what conforms (default: of a success)', parseCount)
    .addOption(new Option('--delay <duration>', 'before each answer').argParser(parseDuration).default(0, '0s'))
    .option('--token <token>', 'ask for this credential, where the contract has it; never shown')
    .option('--quiet', 'no line for each request')
    .addHelpText('after', `\n${PREFER}`)
    .action(async (options: MockArguments) => {
      const { runMock } = await import('./run-mock.ts')
      await runMock(options)
    })
}

const PREFER = `A request asks for its answer by a header, such as
  Prefer: code=404                 Prefer: example=fail
  Prefer: mode=boundary, turn=3    Prefer: mode=random, seed=7
  Prefer: fault=reset              Prefer: delay=500
  Prefer: breaks="response.200 /status enum"
Faults are reset, truncated and hang; a delay is in milliseconds.`
