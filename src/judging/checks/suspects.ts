import { isRequestConstraint } from '../../contract/constraints/index.ts'
import { isObject, parsePointer } from '../../json/index.ts'
import { isRequestAtEdge, type JudgedRequest, type OperationJudge } from '../messages/index.ts'
import { type Exchange, statusOf } from './check.ts'
import { isRefused } from './refusal.ts'
import { traitsOf } from './traits.ts'

/** What an object is like that says more than the document names. */
export const UNNAMED = 'a property that the document does not name'
/** The trait of a request whose body does. */
export const UNNAMED_IN_BODY = `request.body: ${UNNAMED}`

/** What may be why a request met trouble: its traits, and the ids of constraints at whose edge it stands. */
export interface Suspects {
  readonly traits: readonly string[]
  readonly edges: readonly string[]
}

/** Everything that a request is like. */
export function allSuspects({ judge, judged }: Exchange): Suspects {
  return { traits: [...traitsIn(judge, judged)], edges: edgesOf(judge, judged).map(({ id }) => id) }
}

/** What of it no accepted request of the same operation has. */
export function suspectsAgainst(accepted: readonly JudgedRequest[]): (exchange: Exchange) => Suspects {
  const innocents = new Map<OperationJudge, ReadonlySet<string>>()
  return ({ judge, judged }) => {
    const innocent = innocents.get(judge) ?? new Set(accepted.flatMap((request) => [...traitsIn(judge, request)]))
    innocents.set(judge, innocent)
    return {
      traits: [...traitsIn(judge, judged)].filter((trait) => !innocent.has(trait)),
      edges: edgesOf(judge, judged)
        .filter((edge) => !accepted.some((request) => isRequestAtEdge(edge, request)))
        .map(({ id }) => id),
    }
  }
}

const edgesOf = ({ constraints }: OperationJudge, judged: JudgedRequest) =>
  constraints.filter(isRequestConstraint).filter((edge) => isRequestAtEdge(edge, judged))

function traitsIn(judge: OperationJudge, judged: JudgedRequest): ReadonlySet<string> {
  const traits = traitsOf(judged)
  const { body } = judged
  if (!isObject(body) || Object.keys(body).every((name) => isDocumented(judge, name))) return traits
  // Whatever is in it, it is not named: that comes first.
  return new Set([UNNAMED_IN_BODY, ...traits])
}

/** Whether a constraint of the document is about a property of the body, or what is below it. */
export const isDocumented = ({ constraints }: OperationJudge, name: string): boolean =>
  constraints
    .filter(isRequestConstraint)
    .some(({ place, pointer }) => place.in === 'body' && parsePointer(pointer)[0] === name)

/** Whether two requests met the same trouble. */
export const isAlike = (a: Exchange, b: Exchange): boolean => troubleOf(a) === troubleOf(b)

export const troubleOf = (exchange: Exchange): string => {
  if (exchange.outcome.kind === 'fault') return exchange.outcome.fault.kind
  return isRefused(exchange) ? 'refused' : String(statusOf(exchange))
}
