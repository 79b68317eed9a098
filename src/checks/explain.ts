import type { SchemaConstraint } from '../constraints/index.ts'
import { equal } from '../json/index.ts'
import type { JudgedRequest } from '../validation/index.ts'
import { type Exchange, statusOf } from './check.ts'
import { edgeReached, instancesOf, isAtEdge } from './edges-reached.ts'
import { isRefused } from './refusal.ts'
import { traitsOf } from './traits.ts'

/** Why a request that should have been let through was not, as far as others tell. */
export interface Explanation {
  readonly edge: SchemaConstraint | undefined
  /** Names the case: a trait that nothing accepted has or, where none stands out, the request's own name. */
  readonly name: string
}

/**
 * Explains requests of one operation that met trouble by what those that were accepted do not have: by the edge of a
 * constraint, or by the fewest traits that account for all. One fault in many requests gets one name.
 */
export function explain(troubled: readonly Exchange[], accepted: readonly JudgedRequest[]): Map<Exchange, Explanation> {
  const innocent = new Set(accepted.flatMap((judged) => [...traitsOf(judged)]))
  const explained = new Map<Exchange, Explanation>()
  const open: Open[] = []
  for (const exchange of troubled) {
    const { judge, judged, twin, name } = exchange
    const suspects = [...traitsOf(judged)].filter((trait) => !innocent.has(trait))
    const edge = isRefused(exchange) && twin ? edgeReached(judge, judged, twin) : undefined
    // Where others at this edge were accepted, it takes more than the edge to be refused.
    const isSuspect = edge && !accepted.some((other) => isAtEdge(edge, other))
    if (edge && (isSuspect || suspects.length === 0)) explained.set(exchange, { edge, name })
    else open.push({ exchange, suspects })
  }
  const edges = [...new Set([...explained.values()].flatMap(({ edge }) => edge ?? []))]
  const left = open.filter(({ exchange, suspects }) => {
    // A limit that is enforced too early catches other values of the same place as well.
    const edge = suspects.length === 0 ? edges.find((one) => isVaried(one, exchange)) : undefined
    if (suspects.length === 0)
      explained.set(exchange, { edge: isRefused(exchange) ? edge : undefined, name: exchange.name })
    return suspects.length > 0
  })
  cover(left, explained)
  return explained
}

interface Open {
  readonly exchange: Exchange
  readonly suspects: readonly string[]
}

/** Whether a request has another value than its accepted twin where a constraint applies. */
function isVaried(constraint: SchemaConstraint, { judged, twin }: Exchange): boolean {
  const before = twin ? instancesOf(constraint, twin) : []
  return instancesOf(constraint, judged).some((value) => !before.some((other) => equal(other, value)))
}

/** Gives each open exchange a trait, always the one that accounts for most of what is left. */
function cover(open: readonly Open[], explained: Map<Exchange, Explanation>): void {
  let left = open
  while (left.length > 0) {
    const counts = new Map<string, number>()
    for (const { exchange, suspects } of left)
      for (const trait of suspects) {
        const key = `${troubleOf(exchange)}\n${trait}`
        counts.set(key, (counts.get(key) ?? 0) + 1)
      }
    const [best] = [...counts].sort(([, a], [, b]) => b - a)
    if (!best) return
    const [trouble = '', trait = ''] = best[0].split('\n')
    left = left.filter(({ exchange, suspects }) => {
      const accounts = troubleOf(exchange) === trouble && suspects.includes(trait)
      if (accounts) explained.set(exchange, { edge: undefined, name: best[1] > 1 ? trait : exchange.name })
      return !accounts
    })
  }
}

const troubleOf = (exchange: Exchange): string => {
  if (exchange.outcome.kind === 'fault') return exchange.outcome.fault.kind
  return isRefused(exchange) ? 'refused' : String(statusOf(exchange))
}
