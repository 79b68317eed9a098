import { looksAt, type SchemaConstraint } from '../../contract/constraints/index.ts'
import type { Json } from '../../json/index.ts'

/** Whether a constraint asks anything of one of the instances at its place. */
export function appliesTo(constraint: SchemaConstraint, instances: readonly Json[]): boolean {
  // A `then` applies if its `if` holds: to values that are there, not to empty ones.
  const isConditional = constraint.source.pointer.includes('/then/')
  return instances.some((instance) => !(isConditional && instance === '') && looksAt(constraint, instance))
}
