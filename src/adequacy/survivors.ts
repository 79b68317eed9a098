import type { OperationJudge } from '../judging/messages/index.ts'
import type { MutantRow } from './adequacy-report.ts'
import type { Ground } from './ground.ts'
import type { Mutant } from './mutant.ts'

type Fate = Pick<MutantRow, 'state' | 'reason' | 'remedy'>

/** Why a mutant was not noticed, that answered so many requests otherwise than the contract says. */
export function survivor({ judge, plan }: Ground, { constraint: id, kind }: Mutant, departures: number): Fate {
  const constraint = judge.constraints.find((candidate) => candidate.id === id)
  if (departures > 0)
    return {
      state: 'survived',
      reason: `it answered ${departures === 1 ? '1 request' : `${departures} requests`} otherwise than the contract says, and no check minds`,
    }
  if (constraint?.kind === 'security')
    return { state: 'unreachable', reason: 'a client certificate is enough here, and none can be left out' }
  const { edge, breach } = plan.untried.get(id) ?? {}
  const why = isTooStrict(kind) ? edge : breach
  return {
    state: 'survived',
    reason: why ?? 'no request of the plan is answered otherwise by it',
    remedy: isTooStrict(kind)
      ? '--runs, or a value that stands there by --param or --body'
      : '--runs, or another known value by --param or --body',
  }
}

const isTooStrict = (kind: Mutant['kind']): boolean => / refused$|^refused|demanded$/.test(kind)

/** Nothing is sent to an operation: none of its constraints is proven. */
export function unplannedRows({ constraints, operation }: OperationJudge, reason: string): MutantRow[] {
  return constraints.flatMap(({ id, party, implied }): MutantRow[] => {
    if (implied !== undefined) return []
    const kind = party === 'client' ? 'not enforced' : 'broken answer'
    const description = party === 'client' ? 'It lets requests through that break it.' : 'Its answers break it.'
    return [
      {
        id: `${id}: ${kind}`,
        party: 'deployment',
        operation: operation.id,
        constraint: id,
        kind,
        description,
        state: 'survived',
        reason,
        remedy: '--param or --body',
      },
    ]
  })
}
