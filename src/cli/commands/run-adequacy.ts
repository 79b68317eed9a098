import { type AdequacyReport, adequacy } from '../../adequacy/index.ts'
import type { AdequacyArguments } from './adequacy-command.ts'
import { writeStdout } from './output.ts'
import { contractOf, readBodies } from './plan-inputs.ts'
import { renderAdequacy } from './render-adequacy.ts'

const EXIT_CODES: { readonly [V in AdequacyReport['summary']['verdict']]: number } = {
  pass: 0,
  fail: 1,
  inconclusive: 3,
}

/** Gives back the exit code. Throws UsageError and ContractError. */
export async function runAdequacy(options: AdequacyArguments): Promise<number> {
  const { param, body, runs, seed, include, exclude, clients, json = false, verbose = false } = options
  const contract = await contractOf(options)
  const report = await adequacy(contract, {
    param: Object.fromEntries(param ?? []),
    body: readBodies(body),
    runs,
    seed,
    include,
    exclude,
    clients,
  })
  writeStdout(json ? `${JSON.stringify(report, null, 2)}\n` : renderAdequacy(report, verbose))
  return EXIT_CODES[report.summary.verdict]
}
