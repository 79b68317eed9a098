import type { CommandName } from '../../options/index.ts'
import type { CommandLine } from './command-line.ts'

export interface Operand {
  /** `<report>`; `[finding]` may be left out; `<command...>` takes the rest. */
  readonly form: string
  readonly help: string
}

export interface CommandSpec<Name extends CommandName> {
  readonly description: string
  readonly operands?: readonly Operand[]
  /** How the operands are written, if their forms do not say it. */
  readonly usage?: string
  /** Stands below the options in the help. */
  readonly notes?: string
  /** Resolves to the exit code. Rejects with UsageError, ContractError and OutputError. */
  run(line: CommandLine<Name>): Promise<number>
}

const PREFER = `A request asks for its answer by a header, such as
  Prefer: code=404                 Prefer: example=fail
  Prefer: mode=boundary, turn=3    Prefer: mode=random, seed=7
  Prefer: fault=reset              Prefer: delay=500
  Prefer: breaks="response.200 /status enum"
Faults are reset, truncated and hang; a delay is in milliseconds.`

/** Every command. What runs it is loaded only when it runs: help and most mistakes need nothing else. */
export const COMMANDS: { readonly [Name in CommandName]: CommandSpec<Name> } = {
  verify: {
    description: 'verify that a deployment keeps its contract',
    run: async (line) => {
      const [{ runConfigured }, { runVerify }] = await Promise.all([
        import('./run-configured.ts'),
        import('./run-verify.ts'),
      ])
      return runConfigured('verify', line, runVerify)
    },
  },
  plan: {
    description: 'show what verify would send, and how many executions it may cost; sends nothing',
    run: async (line) => {
      const [{ runConfigured }, { runPlan }] = await Promise.all([
        import('./run-configured.ts'),
        import('./run-plan.ts'),
      ])
      return runConfigured('plan', line, (options) => runPlan(options, line.options.json))
    },
  },
  client: {
    description: 'run a program against the mock, again and again, and judge what it sends and how it ends',
    usage: '[options] -- <command...>',
    operands: [
      { form: '<command...>', help: 'the program and its arguments; it finds the base URL in FGS_CONTRACT_URL' },
    ],
    run: async (line) => {
      const [{ runConfigured }, { runClient }] = await Promise.all([
        import('./run-configured.ts'),
        import('./run-client.ts'),
      ])
      return runConfigured('client', line, (options) => runClient(line, options))
    },
  },
  adequacy: {
    description: 'show which departures from a contract a run would notice: mutants of it, killed n/n',
    run: async (line) => {
      const [{ runConfigured }, { runAdequacy }] = await Promise.all([
        import('./run-configured.ts'),
        import('./run-adequacy.ts'),
      ])
      return runConfigured('adequacy', line, (options) => runAdequacy(line.options, options))
    },
  },
  replay: {
    description: "send the witnesses of a report's findings again: fixed, still failing, or changed",
    operands: [
      { form: '<report>', help: 'file that verify --reporter json=FILE has written' },
      { form: '[finding]', help: 'only this one: its number, id, constraint or case (default: all)' },
    ],
    run: async (line) => {
      const [{ runConfigured }, { runReplay }] = await Promise.all([
        import('./run-configured.ts'),
        import('./run-replay.ts'),
      ])
      return runConfigured('replay', line, (options) => runReplay(options, line))
    },
  },
  init: {
    description: 'write a configuration and a workflow for GitHub Actions here',
    run: async ({ options }) => (await import('./run-init.ts')).runInit(options),
  },
  mock: {
    description: 'serve the contract on loopback to clients, and say what they send',
    notes: PREFER,
    run: async (line) => {
      const [{ runConfigured }, { runMock }] = await Promise.all([
        import('./run-configured.ts'),
        import('./run-mock.ts'),
      ])
      return runConfigured('mock', line, (options) => runMock(line.options, options))
    },
  },
}
