import { planVerification } from '../../deployment/wiring/index.ts'
import type { ConfiguredArguments } from './configured.ts'
import { writeStdout } from './output.ts'
import { planningOptions, specifiedContract } from './plan-inputs.ts'
import { renderPlanJson, renderPlanText } from './render-plan.ts'

/** Resolves to the exit code. Rejects with UsageError and ContractError. */
export async function runPlan(options: ConfiguredArguments, json = false): Promise<number> {
  const contract = await specifiedContract(options)
  const plan = planVerification(contract, planningOptions(options))
  writeStdout(json ? renderPlanJson(plan, contract, options.header ?? []) : renderPlanText(plan))
  return 0
}
