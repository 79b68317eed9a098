import type { Operation } from '../../contract/model/index.ts'
import type { Plan } from '../../planning/cases/index.ts'

/** The operations of which a plan sends something. */
export function sentOperations({ cases, judges }: Plan): readonly Operation[] {
  const sent = new Set(cases.map(({ operation }) => operation))
  return [...judges.values()].flatMap(({ operation }) => (sent.has(operation.id) ? [operation] : []))
}
