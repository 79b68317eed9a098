import { type Command, Option } from 'commander'
import { collect, parseDuration, parsePositive, parseRate, parseTimeout } from './arguments.ts'
import type { BaselineArguments } from './baseline-file.ts'
import { addPlanOptions, type PlanArguments } from './plan-options.ts'
import type { TlsFiles } from './tls-files.ts'

export interface VerifyArguments extends PlanArguments, TlsFiles, BaselineArguments {
  readonly concurrency?: number | undefined
  readonly timeout?: number | undefined
  readonly rate?: number | undefined
  readonly wait?: number | undefined
  readonly maxTime?: number | undefined
  readonly requireHeld?: readonly string[] | undefined
  readonly strictBaseline?: boolean | undefined
  readonly reporter?: readonly string[] | undefined
  readonly quiet?: boolean | undefined
  readonly verbose?: boolean | undefined
  readonly color?: boolean | undefined
}

export function addVerifyCommand(program: Command, onExit: (code: number) => void): void {
  const command = program.command('verify').description('verify that a deployment keeps its contract')
  addPlanOptions(command)
    .option('--ca <file>', 'PEM file of the authorities to trust')
    .option('--cert <file>', 'PEM file of a client certificate')
    .option('--key <file>', 'PEM file of its key')
    .option('--concurrency <n>', 'requests under way at once (default: 4)', parsePositive)
    .option('--timeout <duration>', 'for one whole exchange (default: 30s)', parseTimeout)
    .option('--rate <n/s>', 'at most so many requests a second, such as 5/s', parseRate)
    .option('--wait <duration>', 'wait so long for the target to be up (default: 0s)', parseDuration)
    .option('--max-time <duration>', 'send nothing more after this, such as 5m', parseDuration)
    .option(
      '--require-held <percent|id>',
      'fail unless 95% of the constraints, or those with this id, are held; may be repeated, * stands for any text',
      collect,
    )
    .option(
      '--baseline <file>',
      'known findings, which fail no run (default: fgs-contract.baseline.json, if it is there)',
    )
    .option('--strict-baseline', 'fail where the baseline has what is not there any more')
    .option('--update-baseline', 'write what is found to the baseline, reasons and days to be filled in')
    .option(
      '--reporter <name[=file]>',
      'console, json, junit, github, sarif, html or markdown, to stdout or to a file; may be repeated',
      collect,
    )
    .option('--quiet', 'only findings and the verdict')
    .addOption(new Option('--verbose', 'every request, and every untested constraint').conflicts('quiet'))
    .option('--no-color', 'no colours')
    .action(async (options: VerifyArguments, command: Command) => {
      const { runVerify } = await import('./run-verify.ts')
      const { configured } = await import('./configured.ts')
      onExit(await runVerify(await configured(options, command)))
    })
}
