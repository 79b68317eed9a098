import { adequacy } from '../../adequacy/index.ts'
import { type CommandArguments, libraryNames } from '../../options/index.ts'
import { jsonText } from '../../report/text/index.ts'
import type { ConfiguredArguments } from './configured.ts'
import { EXIT_CODES } from './exit-codes.ts'
import { writeStdout } from './output.ts'
import { operationOptions, picked, readBodies, specifiedContract } from './plan-inputs.ts'
import { renderAdequacy } from './render-adequacy.ts'

/** Resolves to the exit code. Rejects with UsageError and ContractError. */
export async function runAdequacy(
  { json = false, verbose = false, clients }: CommandArguments<'adequacy'>,
  options: ConfiguredArguments,
): Promise<number> {
  const { param, body, operations, configFile } = options
  const contract = await specifiedContract(options)
  const report = await adequacy(contract, {
    ...picked({ ...options, clients }, libraryNames('adequacy')),
    param: Object.fromEntries(param ?? []),
    body: readBodies(body),
    operations: operationOptions(operations),
  })
  writeStdout(json ? `${jsonText(report)}\n` : renderAdequacy(report, { verbose, configFile }))
  return EXIT_CODES[report.summary.verdict]
}
