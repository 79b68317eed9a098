import type { Contract, Operation } from '../../contract/model/index.ts'
import { isSafe } from '../../http/index.ts'
import type { PlanOptions } from './plan-options.ts'

/**
 * The operations whose credentials are altered: one for each set of places in which they are, since what looks at them is
 * the same. One that changes nothing is preferred.
 */
export function alteringOperations({ operations }: Contract, options: PlanOptions): ReadonlySet<Operation> {
  const chosen = new Map<string, Operation>()
  if (options.isSigned) return new Set()
  for (const operation of operations) {
    const fields = options.includes(operation) && operation.security.length > 0 ? options.credentials(operation) : []
    if (fields.length === 0) continue
    const key = JSON.stringify(fields.map(([name, , place]) => [name.toLowerCase(), place]))
    const before = chosen.get(key)
    if (!before || (!isSafe(before.method) && isSafe(operation.method))) chosen.set(key, operation)
  }
  return new Set(chosen.values())
}
