import { sideOf } from '../contract/model/index.ts'
import { isError } from '../http/index.ts'
import type { OperationJudge } from '../judging/messages/index.ts'
import { Draws } from '../planning/generators/index.ts'
import type { MutantRow } from './adequacy-report.ts'
import { mustBeAccepted } from './departures.ts'
import type { Ground } from './ground.ts'
import type { Mutant } from './mutant.ts'
import type { Noticed } from './run-plan.ts'

type Fate = Pick<MutantRow, 'state' | 'reason' | 'remedy'>

/** Why a mutant was not noticed. */
export function survivor(
  ground: Ground,
  { constraint: id, kind }: Mutant,
  { departures, accepted, notes }: Pick<Noticed, 'departures' | 'accepted'> & { readonly notes: readonly string[] },
): Fate {
  const { judge, plan } = ground
  const constraint = judge.constraints.find((candidate) => candidate.id === id)
  const unreached = unreachedReason(ground)
  if (unreached) return unreached
  if (departures > 0 && accepted === 0)
    return {
      state: 'unreachable',
      reason: 'it refuses all that could be accepted: its operation is not reached, and a run of it is inconclusive',
    }
  if (departures > 0) {
    const requests = departures === 1 ? '1 request' : `${departures} requests`
    const [note] = notes.filter((text) => text.startsWith(`${judge.operation.id}: `))
    const noted = note === undefined ? '' : `; it is only noted that ${note.slice(judge.operation.id.length + 2, -1)}`
    return {
      state: 'survived',
      reason: `it answered ${requests} otherwise than the contract says, and no check minds${noted}`,
    }
  }
  if (constraint?.kind === 'security')
    return { state: 'unreachable', reason: 'a client certificate is enough here, and none can be left out' }
  const { edge, breach } = plan.untried.get(id) ?? {}
  const why = isTooStrict(kind) ? edge : breach
  if (constraint && plan.part(judge.operation.id)?.plan?.isGuarded(constraint))
    return { state: 'unreachable', reason: why ?? GUARDED }
  return {
    state: 'survived',
    reason: why ?? 'no request of the plan is answered otherwise by it',
    remedy: isTooStrict(kind)
      ? '--runs, or a value that stands there by --param or --body'
      : '--runs, or another known value by --param or --body',
  }
}

const GUARDED = 'a request that shows it may change what it should not'

/** Why nothing shows, if the deployment from which mutants depart accepts nothing either. */
function unreachedReason({ judge, situations }: Ground): Fate | undefined {
  const statuses = situations.filter(mustBeAccepted).map(({ response }) => response.status)
  if (statuses.some((status) => !isError(status))) return undefined
  if (statuses.every((status) => status === 401))
    return {
      state: 'unreachable',
      reason: 'no request carries all credentials at once: some of its security schemes share a field',
    }
  const { contract, node } = sideOf(judge.contract, 'response', 'made')
  const schemas = judge.operation.responses
    .filter(({ status }) => /^2/.test(status))
    .flatMap(({ content }) => content.flatMap(({ schema }) => schema ?? []))
  const isImpossible = schemas.length > 0 && schemas.every((schema) => !Draws.of(contract).canBe([node(schema)]))
  return isImpossible
    ? { state: 'unreachable', reason: 'no value satisfies the schema of its answer' }
    : { state: 'survived', reason: 'no answer of a success that the document describes could be made' }
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
