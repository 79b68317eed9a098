import type { Operation } from '../../contract/model/index.ts'
import type { Plan } from '../../planning/cases/index.ts'

/** The operations of which a plan sends something, one by one: no more is planned than is asked for. */
export function* sentOperations({ parts, operations }: Plan): Generator<Operation, void> {
  for (const part of parts) {
    if (part.cases().next().done === true) continue
    const operation = operations.get(part.operation)
    if (operation) yield operation
  }
}
