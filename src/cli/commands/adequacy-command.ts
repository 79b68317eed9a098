import { type Command, Option } from 'commander'
import { collect, parseCount, parseParameter, parseSeed } from './arguments.ts'
import type { PlanArguments } from './plan-options.ts'

/** What decides what is sent, as far as no deployment is needed for it. */
export interface AdequacyArguments
  extends Pick<PlanArguments, 'spec' | 'param' | 'body' | 'runs' | 'seed' | 'include' | 'exclude'> {
  readonly clients?: boolean
  readonly json?: boolean
  readonly verbose?: boolean
}

export function addAdequacyCommand(program: Command, onExit: (code: number) => void): void {
  program
    .command('adequacy')
    .description('show which departures from a contract a run would notice: mutants of it, killed n/n')
    .option('--spec <file|url>', 'OpenAPI document, JSON or YAML (default: the bundled contract)')
    .option('--param <name=value>', 'as for verify', parseParameter)
    .option('--body <file>', 'as for verify', collect)
    .option('--runs <n>', 'random conforming requests, and as many that break one thing (default: 0)', parseCount)
    .option('--seed <n|random>', 'seed of the random requests (default: 1)', parseSeed)
    .option('--include <pattern>', 'only operations with this id, path, method or tag; * stands for any text', collect)
    .option('--exclude <pattern>', 'no operations with this id, path, method or tag', collect)
    .option('--clients', 'mutants of clients too: what `verifyClient` would notice; several seconds an operation')
    .addOption(new Option('--json', 'one JSON document, every mutant in it').conflicts('verbose'))
    .option('--verbose', 'every mutant, and what killed it')
    .action(async (options: AdequacyArguments) => {
      const { runAdequacy } = await import('./run-adequacy.ts')
      onExit(await runAdequacy(options))
    })
}
