import { isRequestAtEdge, type JudgedRequest } from '../messages/index.ts'
import type { Exchange } from './check.ts'
import { edgeReached, nearestAccepted } from './edges-reached.ts'
import { type Explanation, isVaried } from './explain.ts'
import { isRefused } from './refusal.ts'
import { allSuspects, isAlike, isDocumented, suspectsAgainst } from './suspects.ts'

/**
 * The explanation of another request that accounts for a random one too. Both met the same trouble, and what the other
 * is put down to is true of the whole random request. If that was shrunk, so that every part of it counts, it is enough
 * that anything is true which the other might be put down to. What is put down to nothing accounts for all.
 *
 * @returns its suspects are what both have
 */
export function sharedExplanation(
  exchange: Exchange,
  explained: ReadonlyMap<Exchange, Explanation>,
  size: 'whole' | 'shrunk',
): Explanation | undefined {
  const { traits, edges } = allSuspects(exchange)
  const all = new Set([...traits, ...edges])
  for (const [other, explanation] of explained) {
    if (other.judge !== exchange.judge || !isAlike(other, exchange)) continue
    const { edge, trait, suspects } = explanation
    const reasons = size === 'whole' && trait !== undefined ? [trait] : suspects
    const common = reasons.filter((reason) => all.has(reason))
    const isShared = edge
      ? isVaried(edge, exchange, exchange.twin ? [exchange.twin] : [])
      : reasons.length === 0 || common.length > 0
    // If nothing was ever accepted, nothing can be told apart.
    if (isShared || !exchange.twin) return { edge, name: explanation.name, suspects: common }
  }
  return undefined
}

/** Explains a random request by itself: by an edge, by a trait at a place that the document names, or by nothing. */
export function explainRandom(exchange: Exchange, accepted: readonly JudgedRequest[]): Explanation {
  const { judge, name } = exchange
  const edge = isRefused(exchange) ? edgeReached(exchange, nearestAccepted(exchange, accepted)) : undefined
  if (edge && !accepted.some((other) => isRequestAtEdge(edge, other))) return { edge, name, suspects: [] }
  const isNamed = (trait: string): boolean => {
    const [, property] = /^request\.body \/(.*?): /s.exec(trait) ?? []
    return property === undefined || isDocumented(judge, property)
  }
  const trait = suspectsAgainst(accepted)(exchange).traits.find(isNamed)
  if (trait === undefined) return { edge: undefined, name, suspects: [] }
  return { edge: undefined, name: trait, trait, suspects: [trait] }
}
