import type { Constraint } from '../../contract/constraints/index.ts'

/** Whether a documented status says how a bad request is refused: 401, 403, 407 and 429 say who may ask, and how often. */
export const describesRefusal = (status: string): boolean =>
  /^4|default/i.test(status) && !/^(?:401|403|407|429)$/.test(status)

/**
 * Whether some request asks a conforming deployment for a documented status that it has not answered yet. A request that
 * keeps the contract asks for a success, one that breaks it for a refusal, one without credentials for 401 or 403. If
 * several would do, the deployment chooses one. Nothing asks for a 5xx, or for a 404.
 */
export function isAskedFor(
  status: string,
  constraints: readonly Constraint[],
  answered: (status: string) => boolean,
): boolean {
  const statuses = constraints.flatMap((constraint) => (constraint.kind === 'status' ? [constraint.value] : []))
  const groups = [
    successes(statuses),
    constraints.some(isBreakable) ? refusals(statuses) : [],
    constraints.some(({ kind }) => kind === 'security') ? statuses.filter((name) => /^40[13]$/.test(name)) : [],
  ]
  return groups.some((group) => group.includes(status) && !group.some(answered))
}

/** 404 says that something is not there; it is a refusal only if nothing else is documented. */
function refusals(statuses: readonly string[]): string[] {
  const all = statuses.filter(describesRefusal)
  const others = all.filter((status) => status !== '404')
  return others.length > 0 ? others : all
}

function successes(statuses: readonly string[]): string[] {
  const groups = [/^2/, /^3/, /^default$/i].map((of) => statuses.filter((status) => of.test(status)))
  return groups.find(({ length }) => length > 0) ?? []
}

/** Whether a request can break it and still be one of the operation. */
const isBreakable = ({ party, kind, implied }: Constraint): boolean =>
  party === 'client' && implied === undefined && kind !== 'method' && kind !== 'security'
