import type { SchemaConstraint } from '../constraints/index.ts'
import type { JudgedRequest } from '../validation/index.ts'
import { type Exchange, statusOf } from './check.ts'
import { edgeReached, isAtEdge } from './edges-reached.ts'
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
  const open: { readonly exchange: Exchange; readonly suspects: readonly string[] }[] = []
  for (const exchange of troubled) {
    const { judge, judged, twin, name } = exchange
    const suspects = [...traitsOf(judged)].filter((trait) => !innocent.has(trait))
    const edge = isRefused(exchange) && twin ? edgeReached(judge, judged, twin) : undefined
    // Others at this edge were accepted: then it takes more than the edge to be refused.
    const isSuspect = edge && !accepted.some((other) => isAtEdge(edge, other))
    if (edge && (isSuspect || suspects.length === 0)) explained.set(exchange, { edge, name })
    else if (suspects.length === 0) explained.set(exchange, { edge: undefined, name })
    else open.push({ exchange, suspects })
  }
  cover(open, explained)
  return explained
}

/** Gives each open exchange a trait, always the one that accounts for most of what is left. */
function cover(
  open: readonly { readonly exchange: Exchange; readonly suspects: readonly string[] }[],
  explained: Map<Exchange, Explanation>,
): void {
  const edges = [...explained.values()].flatMap(({ edge }) => edge ?? [])
  // A limit that is enforced too early catches awkward texts of the same parameter too.
  const isOfBroken = (trait: string): SchemaConstraint | undefined =>
    edges.find(({ place }) => 'name' in place && trait.startsWith(`request.${place.in}.${place.name}:`))
  let left = open.filter(({ exchange, suspects }) => {
    const edge =
      isRefused(exchange) && suspects.every((trait) => isOfBroken(trait)) ? isOfBroken(suspects[0] ?? '') : undefined
    if (edge) explained.set(exchange, { edge, name: exchange.name })
    return !edge
  })
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
