import { loadHuaweiSigner } from '../deployment/index.ts'
import type { RunEvent, Verdict } from '../results/index.ts'
import { parseTarget, planVerification, verifyDeployment } from '../verification/index.ts'
import type { ConfiguredArguments } from './configured.ts'
import { contractOf, planningOptions } from './plan-inputs.ts'
import { readProxy } from './proxy.ts'
import { openReporting } from './reporting.ts'
import { readTlsFiles } from './tls-files.ts'

const EXIT_CODES: { readonly [V in Verdict]: number } = { pass: 0, fail: 1, inconclusive: 3 }

/** Gives back the exit code. Throws UsageError and ContractError. */
export async function runVerify(options: ConfiguredArguments): Promise<number> {
  const contract = await contractOf(options)
  const { target } = options
  const planning = planningOptions(options)
  const wanted = {
    ...planning,
    ...readTlsFiles(options),
    proxy: target === undefined ? undefined : readProxy(parseTarget(target).origin, process.env),
    concurrency: options.concurrency,
    timeout: options.timeout,
    rate: options.rate,
    wait: options.wait,
    maxTime: options.maxTime,
  }
  // Made first: options that cannot be followed leave an earlier report as it is.
  const plan = planVerification(contract, wanted)
  if (planning.ak !== undefined && planning.sk !== undefined)
    await loadHuaweiSigner({ ak: planning.ak, sk: planning.sk })
  const token = typeof planning.token === 'function' ? await fetched(planning.token) : planning.token
  const reporting = await openReporting({
    reporters: options.reporter ?? [],
    quiet: options.quiet ?? false,
    verbose: options.verbose ?? false,
    configFile: options.configFile,
    color: (options.color ?? true) && (process.env.NO_COLOR ?? '') === '',
  })
  const stop = new AbortController()
  const interrupt = (): void => stop.abort()
  process.once('SIGINT', interrupt)
  process.once('SIGTERM', interrupt)
  try {
    const onEvent = (event: RunEvent): void => reporting.onEvent(event)
    const { summary } = await verifyDeployment(contract, { ...wanted, token, plan, signal: stop.signal, onEvent })
    return EXIT_CODES[summary.verdict]
  } finally {
    process.removeListener('SIGINT', interrupt)
    process.removeListener('SIGTERM', interrupt)
    reporting.close()
  }
}

type TokenSource = () => string | Promise<string>

/** The same source, its first token fetched now. */
async function fetched(source: TokenSource): Promise<TokenSource> {
  let first: string | undefined = await source()
  return () => {
    const token = first ?? source()
    first = undefined
    return token
  }
}
