import type { Constraint } from '../../contract/constraints/index.ts'

/** 401, 403, 407 and 429 speak of who is asking, and how often: they do not say how a bad request is refused. */
export const describesRefusal = (status: string): boolean =>
  /^4|default/i.test(status) && !/^(?:401|403|407|429)$/.test(status)

/**
 * Whether a request asks a conforming deployment for a documented status that it has not answered yet: a request that
 * keeps the contract for a success, one that breaks it for a refusal, one without credentials for 401 or 403. Of several
 * that would do the deployment chooses; and nothing asks for a 5xx, or for a 404.
 */
export function isAskedFor(
  status: string,
  constraints: readonly Constraint[],
  answered: (status: string) => boolean,
): boolean {
  const statuses = constraints.flatMap((one) => (one.kind === 'status' ? [one.value] : []))
  const groups = [
    successes(statuses),
    constraints.some(isBreakable) ? refusals(statuses) : [],
    constraints.some(({ kind }) => kind === 'security') ? statuses.filter((one) => /^40[13]$/.test(one)) : [],
  ]
  return groups.some((group) => group.includes(status) && !group.some(answered))
}

/** That something is not there refuses a request only where nothing else does. */
function refusals(statuses: readonly string[]): string[] {
  const all = statuses.filter(describesRefusal)
  const others = all.filter((status) => status !== '404')
  return others.length > 0 ? others : all
}

function successes(statuses: readonly string[]): string[] {
  const groups = [/^2/, /^3/, /^default$/i].map((of) => statuses.filter((one) => of.test(one)))
  return groups.find(({ length }) => length > 0) ?? []
}

/** Whether a request can break it and still be one of the operation. */
const isBreakable = ({ party, kind, implied }: Constraint): boolean =>
  party === 'client' && implied === undefined && kind !== 'method' && kind !== 'security'
