import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { Contract } from '../contract/index.ts'
import { createTransport, proxyFor, verifyDeployment } from '../deployment/index.ts'
import type { HeaderList } from '../http/index.ts'
import { createPlan, type Plan, UsageError } from '../planning/index.ts'
import { createResponder, startResponderServer } from '../responder/index.ts'
import type { Verdict } from '../results/index.ts'
import { collect, parseDuration, parseHeader, parsePositive, parseRate } from './arguments.ts'
import { credentialHeaders } from './credentials.ts'
import { operationFilter } from './operations.ts'
import { addPlanOptions, contractOf, type PlanArguments, readBodies } from './plan-inputs.ts'
import { openReporting } from './reporting.ts'
import { parseTarget, type Target } from './target.ts'
import { tool } from './tool.ts'

export interface VerifyArguments extends PlanArguments {
  readonly token?: string
  readonly header?: HeaderList
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
const DEFAULT_SEED = 1
const RUNS_ON_LOOPBACK = 50

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
  const token = options.token ?? process.env.FGS_CONTRACT_TOKEN
  const { credentials, others } = credentialHeaders(contract, token === '' ? undefined : token, options.header ?? [])
  const given = options.target === undefined ? undefined : parseTarget(options.target)
  const plan = planOf(contract, options, given === undefined || given.isLoopback, credentials.length > 0)
  const tls = readTls(options)
  const reporting = await openReporting({
    reporters: options.reporter ?? [],
    quiet: options.quiet ?? false,
    verbose: options.verbose ?? false,
    color: options.color && (process.env.NO_COLOR ?? '') === '',
  })
  const embedded = given ? undefined : await startResponderServer(createResponder(contract, { credentials }))
  const target: Pick<Target, 'origin' | 'basePath'> = given ?? { origin: embedded?.origin ?? '', basePath: '' }
  const transport = createTransport({
    origin: target.origin,
    timeoutMs: options.timeout,
    proxy: proxyFor(target.origin, process.env),
    ...tls,
  })
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    const report = await verifyDeployment({
      contract,
      plan,
      transport,
      target,
      credentials,
      headers: others,
      concurrency: options.concurrency,
      ratePerSecond: options.rate ?? Number.POSITIVE_INFINITY,
      maxRequests: options.maxRequests ?? Number.POSITIVE_INFINITY,
      maxExecutions: options.maxExecutions ?? Number.POSITIVE_INFINITY,
      maxTimeMs: options.maxTime ?? Number.POSITIVE_INFINITY,
      waitMs: options.wait,
      clock: {
        now: () => performance.timeOrigin + performance.now(),
        sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
      },
      signal: stop.signal,
      tool: tool(),
      onEvent: (event) => reporting.onEvent(event),
    })
    return EXIT_CODES[report.summary.verdict]
  } finally {
    process.removeListener('SIGINT', interrupt)
    process.removeListener('SIGTERM', interrupt)
    reporting.close()
    await transport.close()
    await embedded?.close()
  }
}

/** The plan that the options ask for. Throws UsageError. */
export function planOf(contract: Contract, options: PlanArguments, isLoopback: boolean, credentials: boolean): Plan {
  const { seed = DEFAULT_SEED } = options
  return createPlan(contract, {
    known: { parameters: options.param ?? new Map(), bodies: readBodies(options.body) },
    runs: options.runs ?? (isLoopback ? RUNS_ON_LOOPBACK : 0),
    seed: seed === 'random' ? (crypto.getRandomValues(new Int32Array(1))[0] ?? DEFAULT_SEED) : seed,
    maxRequests: options.maxRequests ?? Number.POSITIVE_INFINITY,
    maxExecutions: options.maxExecutions ?? Number.POSITIVE_INFINITY,
    credentials,
    includes: operationFilter(contract, options.include ?? [], options.exclude ?? []),
  })
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
