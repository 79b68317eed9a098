import type { Command } from 'commander'
import { addPlanOptions, type PlanArguments } from './plan-options.ts'

export interface PlanCommandArguments extends PlanArguments {
  readonly json?: boolean | undefined
}

export function addPlanCommand(program: Command): void {
  addPlanOptions(
    program
      .command('plan')
      .description('show what verify would send, and how many executions it may cost; sends nothing'),
  )
    .option('--json', 'one JSON document, requests whole')
    .action(async (options: PlanCommandArguments, command: Command) => {
      const { runPlan } = await import('./run-plan.ts')
      const { configured } = await import('./configured.ts')
      await runPlan({ ...(await configured(options, command)), json: options.json })
    })
}
