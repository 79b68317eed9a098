import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import { proxyFor } from '../deployment/index.ts'
import { UsageError } from '../planning/index.ts'
import type { RunEvent, Verdict } from '../results/index.ts'
import { parseTarget, planVerification, verifyDeployment } from '../verification/index.ts'
import { collect, parseDuration, parseHeader, parsePositive, parseRate } from './arguments.ts'
import { addPlanOptions, contractOf, type PlanArguments, planningOptions } from './plan-inputs.ts'
import { openReporting } from './reporting.ts'

export interface VerifyArguments extends PlanArguments {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly concurrency: number
  readonly timeout: number
  readonly rate?: number
  readonly wait: number
  readonly maxTime?: number
  readonly reporter?: readonly string[]
  readonly quiet?: boolean
  readonly verbose?: boolean
  readonly color: boolean
}

const EXIT_CODES: { readonly [V in Verdict]: number } = { pass: 0, fail: 1, inconclusive: 3 }

export function addVerifyCommand(program: Command, onExit: (code: number) => void): void {
  const command = program.command('verify').description('verify that a deployment keeps its contract')
  addPlanOptions(command)
    .option('--token <token>', 'credential for the header that the contract names (or FGS_CONTRACT_TOKEN)')
    .option("--header <'K: V'>", 'header of every request; may be repeated; never shown', parseHeader)
    .option('--ca <file>', 'PEM file of the authorities to trust')
    .option('--cert <file>', 'PEM file of a client certificate')
    .option('--key <file>', 'PEM file of its key')
    .option('--concurrency <n>', 'requests under way at once', parsePositive, 4)
    .option('--timeout <duration>', 'for one whole exchange', parseDuration, 30_000)
    .option('--rate <n/s>', 'at most so many requests a second', parseRate)
    .option('--wait <duration>', 'wait so long for the target to be up', parseDuration, 0)
    .option('--max-time <duration>', 'send nothing more after this', parseDuration)
    .option('--reporter <name[=file]>', 'console or json, to stdout or to a file; may be repeated', collect)
    .option('--quiet', 'only findings and the verdict')
    .option('--verbose', 'every request, and every untested constraint')
    .option('--no-color', 'no colours')
    .action(async (options: VerifyArguments) => onExit(await verify(options)))
}

async function verify(options: VerifyArguments): Promise<number> {
  const contract = await contractOf(options)
  const { target } = options
  const wanted = {
    ...planningOptions(options),
    ...readTls(options),
    proxy: target === undefined ? undefined : proxyFor(parseTarget(target).origin, process.env),
    concurrency: options.concurrency,
    timeout: options.timeout,
    rate: options.rate,
    wait: options.wait,
    maxTime: options.maxTime,
  }
  // Made first: options that cannot be followed leave an earlier report as it is.
  const plan = planVerification(contract, wanted)
  const reporting = await openReporting({
    reporters: options.reporter ?? [],
    quiet: options.quiet ?? false,
    verbose: options.verbose ?? false,
    color: options.color && (process.env.NO_COLOR ?? '') === '',
  })
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    const onEvent = (event: RunEvent): void => reporting.onEvent(event)
    const { summary } = await verifyDeployment(contract, { ...wanted, plan, signal: stop.signal, onEvent })
    return EXIT_CODES[summary.verdict]
  } finally {
    process.removeListener('SIGINT', interrupt)
    process.removeListener('SIGTERM', interrupt)
    reporting.close()
  }
}

function readTls({ ca, cert, key }: VerifyArguments): { ca?: Buffer; cert?: Buffer; key?: Buffer } {
  if ((cert === undefined) !== (key === undefined)) throw new UsageError('--cert and --key go together; give both.')
  const read = (option: string, file: string): Buffer => {
    try {
      return readFileSync(file)
    } catch {
      throw new UsageError(`${option} ${file} cannot be read; give the path of a PEM file.`)
    }
  }
  return {
    ...(ca !== undefined && { ca: read('--ca', ca) }),
    ...(cert !== undefined && { cert: read('--cert', cert) }),
    ...(key !== undefined && { key: read('--key', key) }),
  }
}
