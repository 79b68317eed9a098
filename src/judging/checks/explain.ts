import { isLimitKeyword, KEYWORDS, type SchemaConstraint } from '../../contract/constraints/index.ts'
import { equal } from '../../json/index.ts'
import { type Difference, isRequestAtEdge, type JudgedRequest, requestInstances } from '../messages/index.ts'
import { fewestTraits } from '../traits/index.ts'
import type { Exchange } from './check.ts'
import { edgeReached, nearestAccepted } from './edges-reached.ts'
import { isRefused } from './refusal.ts'
import { type Suspects, suspectsAgainst, troubleOf, UNNAMED_IN_BODY } from './suspects.ts'

/** Why a request that should have been let through was not, as far as others tell. */
export interface Explanation {
  readonly edge: SchemaConstraint | undefined
  /** Names the case: a trait that nothing accepted has or, if none stands out, the request's own name. */
  readonly name: string
  /** The trait that it is put down to. */
  readonly trait?: string
  /** The one place that it is put down to, as differences name it. */
  readonly place?: Difference
  /** Traits, and edges, that it has and nothing accepted has. */
  readonly suspects: readonly string[]
}

/**
 * Explains requests of one operation that met trouble by what those that were accepted do not have: by the edge of a
 * constraint, or by the fewest traits that account for all. One fault in many requests gets one name.
 */
export function explain(troubled: readonly Exchange[], accepted: readonly JudgedRequest[]): Map<Exchange, Explanation> {
  const explained = new Map<Exchange, Explanation>()
  const open: Open[] = []
  const suspectsOf = suspectsAgainst(accepted)
  for (const exchange of troubled) {
    const { name } = exchange
    const suspects = suspectsOf(exchange)
    const nearest = nearestAccepted(exchange, accepted)
    const edge = isRefused(exchange) ? (edgeReached(exchange, nearest) ?? edgePassed(exchange, nearest)) : undefined
    // If others at this edge were accepted, it takes more than the edge to be refused.
    const isSuspect = edge && !accepted.some((other) => isRequestAtEdge(edge, other))
    if (edge && (isSuspect || suspects.traits.length === 0)) explained.set(exchange, { edge, name, suspects: [] })
    else open.push({ exchange, nearest, ...suspects })
  }
  const reached = [...new Set([...explained.values()].flatMap(({ edge }) => edge ?? []))]
  const unexplained = open.filter(({ exchange, nearest, traits, edges }) => {
    // A limit that is enforced too early catches other values of the same place as well.
    const edge = isRefused(exchange)
      ? reached.find((constraint) =>
          traits.length === 0
            ? isVaried(constraint, exchange, nearest)
            : isFurther(constraint, exchange.judged, accepted),
        )
      : undefined
    // If no such property was let in, none of what is in it matters.
    if (traits.includes(UNNAMED_IN_BODY) && !edge) {
      explained.set(exchange, {
        edge: undefined,
        name: UNNAMED_IN_BODY,
        trait: UNNAMED_IN_BODY,
        suspects: [UNNAMED_IN_BODY],
      })
      return false
    }
    if (traits.length > 0 && !edge) return true
    explained.set(exchange, { edge, name: exchange.name, suspects: edges })
    return false
  })
  cover(unexplained, explained)
  return explained
}

/** A limit that is counted otherwise lets some through at its edge: another value there, in the place that differs. */
function edgePassed(exchange: Exchange, nearest: readonly JudgedRequest[]): SchemaConstraint | undefined {
  const edge = edgeReached(exchange, exchange.twin ? [exchange.twin] : [])
  return edge && isVaried(edge, exchange, nearest) ? edge : undefined
}

interface Open extends Suspects {
  readonly exchange: Exchange
  readonly nearest: readonly JudgedRequest[]
}

/** Whether a request has another value than some accepted ones in a place where a constraint applies. */
export function isVaried(
  constraint: SchemaConstraint,
  { judged }: Exchange,
  accepted: readonly JudgedRequest[],
): boolean {
  const before = accepted.flatMap((other) => requestInstances(constraint, other))
  return requestInstances(constraint, judged).some((value) => !before.some((other) => equal(other, value)))
}

/** Whether a request comes nearer to a limit than all that were accepted, whatever else it is like. */
function isFurther(constraint: SchemaConstraint, judged: JudgedRequest, accepted: readonly JudgedRequest[]): boolean {
  if (!isLimitKeyword(constraint.kind)) return false
  const { measure, side } = KEYWORDS[constraint.kind].limit
  const measured = (request: JudgedRequest): number[] =>
    requestInstances(constraint, request).flatMap((value) => {
      const size = measure(value)
      return size === undefined ? [] : [Number(size)]
    })
  const sizes = measured(judged)
  const others = accepted.flatMap(measured)
  if (sizes.length === 0 || others.length === 0) return false
  return side === 'least' ? Math.min(...sizes) < Math.min(...others) : Math.max(...sizes) > Math.max(...others)
}

/** Gives each open exchange a trait; what met another trouble has another reason. */
function cover(open: readonly Open[], explained: Map<Exchange, Explanation>): void {
  const candidates = new Map<string, { readonly trait: string; readonly failures: Open[] }>()
  for (const failure of open)
    for (const trait of failure.traits) {
      const key = `${troubleOf(failure.exchange)}\n${trait}`
      const candidate = candidates.get(key) ?? { trait, failures: [] }
      candidate.failures.push(failure)
      candidates.set(key, candidate)
    }
  for (const { trait, failures } of fewestTraits([...candidates.values()]))
    for (const { exchange, traits, edges } of failures) {
      const name = failures.length > 1 ? trait : exchange.name
      explained.set(exchange, { edge: undefined, name, trait, suspects: [...traits, ...edges] })
    }
}
