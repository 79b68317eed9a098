import { planVerification } from '../../deployment/options/index.ts'
import { writeStdout } from './output.ts'
import type { PlanCommandArguments } from './plan-command.ts'
import { contractOf, planningOptions } from './plan-inputs.ts'
import { renderPlanJson, renderPlanText } from './render-plan.ts'

/** Throws UsageError and ContractError. */
export async function runPlan(options: PlanCommandArguments): Promise<void> {
  const plan = planVerification(await contractOf(options), planningOptions(options))
  writeStdout(
    options.json
      ? renderPlanJson(
          plan,
          options.header?.map(([name]) => name),
        )
      : renderPlanText(plan),
  )
}
