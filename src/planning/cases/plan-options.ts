import type { Operation, OperationName } from '../../contract/model/index.ts'
import type { RequestField } from '../../http/index.ts'
import { type KnownValues, knownFor, type OperationKnowledge } from './known-values.ts'
import type { CasesOptions } from './operation-cases.ts'

/** What is planned otherwise for one operation. */
export interface OperationPlanOptions extends OperationKnowledge {
  readonly runs?: number | undefined
}

export interface PlanOptions extends Omit<CasesOptions, 'credentials' | 'alters'> {
  readonly known: Omit<KnownValues, 'credentials'>
  /** What the requests of an operation will carry; leaving it out is tested. */
  readonly credentials: (operation: Operation) => readonly RequestField[]
  /** Whether each request is signed: nothing of that can be nearly right. */
  readonly isSigned?: boolean | undefined
  readonly maxRequests: number
  readonly maxExecutions: number
  /** Which operations to plan for. */
  readonly includes: (operation: OperationName) => boolean
  /** By operation id. */
  readonly operations?: ReadonlyMap<string, OperationPlanOptions>
  /** Operations whose requests may change what is there before the run; none if left out. */
  readonly allowsChanges?: (operation: Operation) => boolean
  /** Whether nothing can be harmed: then what can only be sent to what is there is sent, too. */
  readonly isHarmless?: boolean
}

/** What is known for an operation, and what its requests carry. */
export function knownOf(operation: Operation, options: PlanOptions): KnownValues {
  const knownForAll = { ...options.known, credentials: options.credentials(operation) }
  const ownOptions = options.operations?.get(operation.id)
  return ownOptions ? knownFor(operation, knownForAll, ownOptions) : knownForAll
}
