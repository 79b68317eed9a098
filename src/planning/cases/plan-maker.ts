import { NotJudged, STEP_LIMITS, stepsSoFar, withinSteps } from '../../bounded/index.ts'
import type { Contract, Operation } from '../../contract/model/index.ts'
import { LARGEST_BODY } from '../../http/index.ts'
import { OperationFinder, type OperationJudge } from '../../judging/messages/index.ts'
import { isRefusal } from '../generators/index.ts'
import { alteringOperations } from './altering-operations.ts'
import { baseOf } from './base.ts'
import type { Case } from './case.ts'
import type { KnownValues } from './known-values.ts'
import type { MadeOnDemand } from './made-on-demand.ts'
import type { CasesOptions } from './operation-cases.ts'
import { type CaseStream, OperationPlan, type Unplanned } from './operation-plan.ts'
import { knownOf, type PlanOptions } from './plan-options.ts'

/** Makes the plans of operations when they are asked for. */
export class PlanMaker {
  readonly #contract: Contract
  readonly #judges: MadeOnDemand<OperationJudge>
  readonly #options: PlanOptions
  readonly #finder: OperationFinder
  readonly #altering: ReadonlySet<Operation>
  readonly #plans = new Map<Operation, OperationPlan | { readonly reason: string }>()
  /** Which operation has a large body, being the first that has one; undefined if none of those that were looked at. */
  #large: number | undefined
  #scanned = 0

  constructor(contract: Contract, judges: MadeOnDemand<OperationJudge>, options: PlanOptions) {
    this.#contract = contract
    this.#judges = judges
    this.#options = options
    this.#finder = new OperationFinder(contract)
    this.#altering = alteringOperations(contract, options)
  }

  planOf(operation: Operation): OperationPlan | undefined {
    const plan = this.#planOf(operation)
    return 'reason' in plan ? undefined : plan
  }

  /** Lets go what an operation is planned by, which may be large. */
  release(operation: Operation): void {
    // Or it would be made anew to be asked for that.
    this.#findLarge(this.#contract.operations.indexOf(operation) + 1)
    this.#plans.delete(operation)
    this.#judges.release(operation.id)
  }

  *stream(operation: Operation): CaseStream {
    const plan = this.#planOf(operation)
    const ended = (reason: string): Unplanned => ({ unplanned: new Map([[operation.id, reason]]), untried: new Map() })
    if ('reason' in plan) return ended(plan.reason)
    const stream = plan.planned()
    // Steps are of all that is planned for the operation, though others may be planned meanwhile.
    for (let left: number = STEP_LIMITS.planning; ; ) {
      const before = stepsSoFar()
      let next: IteratorResult<Case, Unplanned> | undefined
      const steps = left
      const reason = whyNotPlanned(() => {
        next = stream.next()
      }, steps)
      left -= stepsSoFar() - before
      if (reason !== undefined || next === undefined) return ended(reason ?? '')
      if (next.done === true) return next.value
      yield next.value
    }
  }

  #planOf(operation: Operation): OperationPlan | { readonly reason: string } {
    const before = this.#plans.get(operation)
    if (before) return before
    const judge = this.#judges.get(operation.id)
    let plan: OperationPlan | { readonly reason: string } = { reason: 'it is not verified' }
    const reason = whyNotPlanned(() => {
      if (judge) plan = this.#madeFor(judge)
    })
    const made = reason === undefined ? plan : { reason }
    this.#plans.set(operation, made)
    return made
  }

  #madeFor(judge: OperationJudge): OperationPlan | { readonly reason: string } {
    const { operation } = judge
    const base = guardedBaseOf(judge, knownOf(operation, this.#options), this.#options)
    if ('reason' in base) return base
    return new OperationPlan(base, this.#finder, this.#casesOptions(operation), () => this.#largeBodyOf(operation))
  }

  #casesOptions(operation: Operation): CasesOptions {
    const { operations, runs, seed, planLimit, credentials } = this.#options
    return {
      runs: operations?.get(operation.id)?.runs ?? runs,
      seed,
      planLimit,
      credentials: credentials(operation).length > 0,
      alters: this.#altering.has(operation),
    }
  }

  /** One body of this size shows it for the server; all of them together would fill the memory. */
  #largeBodyOf(operation: Operation): number {
    const index = this.#contract.operations.indexOf(operation)
    this.#findLarge(index)
    return this.#large === undefined || this.#large >= index ? LARGEST_BODY : 0
  }

  /** Looks at the operations before an index that were not looked at yet. */
  #findLarge(index: number): void {
    const { operations } = this.#contract
    while (this.#large === undefined && this.#scanned < index) {
      const earlier = this.#scanned++
      const { [earlier]: other } = operations
      if (other?.requestBody && this.#options.includes(other) && this.planOf(other)?.hasLargeBody) this.#large = earlier
    }
  }
}

/** Why values could not be made or judged within bounds; undefined if they could. */
function whyNotPlanned(plan: () => void, steps: number = STEP_LIMITS.planning): string | undefined {
  try {
    withinSteps(plan, steps)
    return undefined
  } catch (error) {
    if (error instanceof NotJudged) return `its values cannot be judged: ${error.message}`
    if (isRefusal(error)) return error.message
    throw error
  }
}

function guardedBaseOf(
  judge: OperationJudge,
  known: KnownValues,
  { allowsChanges, isHarmless }: PlanOptions,
): ReturnType<typeof baseOf> {
  const base = baseOf(judge, known, allowsChanges?.(judge.operation) ? 'allowed' : 'guarded')
  return 'reason' in base && isHarmless ? baseOf(judge, known, 'allowed') : base
}
