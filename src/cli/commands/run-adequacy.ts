import { adequacy } from '../../adequacy/index.ts'
import { type CommandArguments, libraryNames } from '../../options/index.ts'
import { jsonText } from '../../report/text/index.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { writeStdout } from './output.ts'
import { picked, readBodies, specifiedContract } from './plan-inputs.ts'
import { renderAdequacy } from './render-adequacy.ts'

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
