import { type Constraint, documentedStatus, isSchemaConstraint } from '../contract/constraints/index.ts'
import type { HttpResponse, Outcome } from '../http/index.ts'
import { documentedResponse, isBreaking } from '../judging/messages/index.ts'
import { breakingAnswers } from '../mock/responder/index.ts'
import { breaksAlone, mutantOf } from './departures.ts'
import type { Ground } from './ground.ts'
import { type Mutant, type MutantKind, respond } from './mutant.ts'

const NO_RESPONSE: Outcome = {
  kind: 'fault',
  fault: { kind: 'reset', message: 'The connection ended before a response came.' },
}

const UNDOCUMENTED = [418, 422, 409, 451, 499]

/** What is answered in place of a refusal in order. */
interface BadRefusals {
  readonly serverError: HttpResponse
  /** Undefined if every status is described, or none that refuses. */
  readonly status: HttpResponse | undefined
  readonly mediaType: HttpResponse | undefined
  readonly shape: HttpResponse | undefined
}

const BAD_REFUSALS = new WeakMap<Ground, BadRefusals>()

/** Mutants that refuse what breaks a constraint, but not as the contract says. */
export function refusalMutants(ground: Ground, constraint: Constraint): Mutant[] {
  const bad = BAD_REFUSALS.get(ground) ?? badRefusals(ground)
  BAD_REFUSALS.set(ground, bad)
  const mutant = (kind: MutantKind, description: string, outcome: Outcome, shows: Mutant['shows'] = 'anything') =>
    mutantOf(constraint, {
      kind,
      description,
      shows,
      answer: (situation) => (breaksAlone(situation, constraint) ? outcome : undefined),
    })
  const of = (kind: MutantKind, description: string, response: HttpResponse | undefined): Mutant[] =>
    response ? [mutant(kind, description, respond(response))] : []
  const isMessage = constraint.kind === 'encoding' || constraint.kind === 'syntax' || constraint.kind === 'mediaType'
  const isOperation = constraint.kind !== 'method' && constraint.kind !== 'security'
  return [
    mutant('server error', 'It answers with a server error what it should refuse.', respond(bad.serverError)),
    mutant('no response', 'It ends the connection on what it should refuse.', NO_RESPONSE),
    ...(isOperation && !isMessage
      ? of('wrong status', 'It refuses with a status that is not documented.', bad.status)
      : []),
    ...(isOperation ? of('wrong media type', 'It refuses with a page of HTML.', bad.mediaType) : []),
    ...(isOperation ? of('wrong error shape', 'It refuses with a body of another shape.', bad.shape) : []),
  ]
}

function badRefusals(ground: Ground): BadRefusals {
  const { judge } = ground
  const refusal =
    ground.situations.find(({ judged, documented }) => isBreaking(judged) && /^4|default/i.test(documented ?? ''))
      ?.response ?? ground.answerWith(400)
  const documented = documentedResponse(judge.operation, refusal.status)
  const undocumented = UNDOCUMENTED.find((status) => !documentedResponse(judge.operation, status))
  // If nothing says how a bad request is refused, no status is wrong.
  const describes = judge.operation.responses.some(
    ({ status }) => /^4/.test(status) && !/^(?:401|403|407|429)$/.test(status),
  )
  const ofRefusal = judge.constraints.filter(
    (constraint) =>
      constraint.party === 'deployment' &&
      constraint.kind !== 'status' &&
      documentedStatus(constraint) === documented?.status,
  )
  const broken = (isWanted: (constraint: Constraint) => boolean): HttpResponse | undefined => {
    for (const constraint of ofRefusal) {
      if (!isWanted(constraint) || constraint.implied !== undefined) continue
      for (const { response } of breakingAnswers(judge, constraint)) return { ...response, status: refusal.status }
    }
    return undefined
  }
  return {
    serverError: ground.answerWith(500),
    status: describes && undocumented !== undefined ? { ...refusal, status: undocumented } : undefined,
    mediaType: broken(({ kind }) => kind === 'mediaType'),
    shape: broken((constraint) => isSchemaConstraint(constraint) && constraint.place.in === 'body'),
  }
}
