import { type AdequacyReport, adequacy } from '../../adequacy/index.ts'
import { type CommandArguments, libraryNames } from '../../options/index.ts'
import { jsonText } from '../../report/text/index.ts'
import { writeStdout } from './output.ts'
import { picked, readBodies, specifiedContract } from './plan-inputs.ts'
import { renderAdequacy } from './render-adequacy.ts'

const EXIT_CODES: { readonly [V in AdequacyReport['summary']['verdict']]: number } = {
  pass: 0,
  fail: 1,
  inconclusive: 3,
}

/** Resolves to the exit code. Rejects with UsageError and ContractError. */
export async function runAdequacy(options: CommandArguments<'adequacy'>): Promise<number> {
  const { param, body, json = false, verbose = false } = options
  const contract = await specifiedContract(options)
  const report = await adequacy(contract, {
    ...picked(options, libraryNames('adequacy')),
    param: Object.fromEntries(param ?? []),
    body: readBodies(body),
  })
  writeStdout(json ? `${jsonText(report)}\n` : renderAdequacy(report, verbose))
  return EXIT_CODES[report.summary.verdict]
}
