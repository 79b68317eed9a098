import { planVerification } from '../../deployment/wiring/index.ts'
import type { ConfiguredArguments } from './configured.ts'
import { writeStdout } from './output.ts'
import { planningOptions, specifiedContract } from './plan-inputs.ts'
import { planJson } from './plan-json.ts'
import { planText } from './plan-text.ts'

/** Written at once, in UTF-16 code units. */
const ENOUGH = 2 ** 16

/** Resolves to the exit code. Rejects with UsageError and ContractError. */
export async function runPlan(options: ConfiguredArguments, json = false): Promise<number> {
  const contract = await specifiedContract(options)
  const plan = planVerification(contract, planningOptions(options))
  let waiting = ''
  for (const text of json ? planJson(plan, contract, options.header ?? []) : planText(plan)) {
    waiting += text
    if (waiting.length < ENOUGH) continue
    // Nobody reads the rest.
    if (!writeStdout(waiting)) return 0
    waiting = ''
  }
  writeStdout(waiting)
  return 0
}
