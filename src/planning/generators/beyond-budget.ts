import type { SchemaConstraint } from '../../contract/constraints/index.ts'
import { Draws } from './draws.ts'
import { budgetOf, inBudget } from './limits.ts'
import type { SchemaReader } from './membership.ts'
import { madeOrRefused } from './refusals.ts'
import { itemNodes, prefixLength } from './shape.ts'

/** Names of one character, and of two: objects of more properties have longer ones. */
const SHORT_NAMES = [95, 95 ** 2]
/** Quotes, colon, comma, and a value of one character. */
const BESIDE_NAME = 5

/**
 * Why no value breaks a limit, if the smallest one that does is too large beside `rest`, the bytes of what else is sent
 * with it. Undefined if there is room for one, or if the constraint limits no size.
 */
export function beyondBudget(reader: SchemaReader, constraint: SchemaConstraint, rest: number): string | undefined {
  const size = leastOver(reader, constraint)
  const budget = budgetOf(reader)
  return size + rest > budget ? `its limit is too large to exceed within ${inBudget(budget)}` : undefined
}

/** Bytes of the smallest value that exceeds a limit; none for other constraints. */
function leastOver(reader: SchemaReader, { kind, value, node }: SchemaConstraint): number {
  switch (kind) {
    case 'maxLength':
      return value + 1 + 2
    case 'maxItems':
    case 'maxContains':
      return 1 + (value + 1) * (leastItem(reader, node) + 1)
    case 'maxProperties':
      return 1 + (value + 1) * (1 + SHORT_NAMES.filter((names) => value >= names).length + BESIDE_NAME)
    default:
      return 0
  }
}

function leastItem(reader: SchemaReader, node: SchemaConstraint['node']): number {
  const draws = Draws.of(reader)
  const least = madeOrRefused(() =>
    Math.min(...draws.shapes([node]).map((shape) => draws.leastSize(itemNodes(shape, prefixLength(shape))))),
  )
  return typeof least === 'number' && Number.isFinite(least) ? least : 1
}
