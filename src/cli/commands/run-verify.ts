import { loadHuaweiSigner } from '../../deployment/run/index.ts'
import {
  gateOf,
  neededTokens,
  parseTarget,
  planVerification,
  sentOperations,
  userRules,
  verifyDeployment,
} from '../../deployment/wiring/index.ts'
import { libraryNames } from '../../options/index.ts'
import type { RunEvent } from '../../report/results/index.ts'
import { baselineAcceptance, readBaselineFile, writeBaselineFile } from './baseline-file.ts'
import type { ConfiguredArguments } from './configured.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { writeStderr } from './output.ts'
import { picked, planningOptions, specifiedContract } from './plan-inputs.ts'
import { readProxy } from './proxy.ts'
import { checkReports, openReporting } from './reporting.ts'
import { inputFiles } from './run-files.ts'
import { readTlsFiles } from './tls-files.ts'
import { orStopped, untilInterrupted } from './until-interrupted.ts'

/** Resolves to the exit code. Rejects with UsageError, ContractError and StoppedError. */
export const runVerify = (options: ConfiguredArguments): Promise<number> =>
  untilInterrupted((signal) => verifyUntil(signal, options))

async function verifyUntil(signal: AbortSignal, options: ConfiguredArguments): Promise<number> {
  const contract = await orStopped(signal, specifiedContract(options))
  const { target } = options
  const acceptance = baselineAcceptance(options)
  const planning = planningOptions(options)
  const verification = {
    ...picked(options, libraryNames('verify')),
    ...planning,
    ...readTlsFiles(options),
    proxy: target === undefined ? undefined : readProxy(parseTarget(target).origin, process.env),
    baseline: readBaselineFile(options),
  }
  // Before reports are opened: options that cannot be followed leave an earlier report as it is.
  const plan = planVerification(contract, verification)
  gateOf(contract, plan, verification)
  userRules(contract, verification)
  checkReports(options, inputFiles(contract, options))
  if (planning.ak !== undefined && planning.sk !== undefined)
    await loadHuaweiSigner({ ak: planning.ak, sk: planning.sk })
  const { token: source } = planning
  const isNeeded = neededTokens(contract, sentOperations(plan), planning).some((needed) => needed.source === source)
  const token = typeof source === 'function' && isNeeded ? await orStopped(signal, withFirstToken(source)) : source
  const reporting = await openReporting(options)
  try {
    const onEvent = (event: RunEvent): void => reporting.onEvent(event)
    const report = await verifyDeployment(contract, { ...verification, token, plan, signal, onEvent })
    if (options.updateBaseline && verification.baseline)
      writeStderr(`${writeBaselineFile(verification.baseline, report, acceptance)}\n`)
    return EXIT_CODES[report.summary.verdict]
  } finally {
    reporting.close()
  }
}

type TokenSource = () => string | Promise<string>

/** The same source, with its first token fetched now: a source that fails does so before anything is sent. */
async function withFirstToken(source: TokenSource): Promise<TokenSource> {
  let first: string | undefined = await source()
  return () => {
    const token = first ?? source()
    first = undefined
    return token
  }
}
