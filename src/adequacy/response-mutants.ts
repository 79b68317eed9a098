import {
  type Constraint,
  documentedStatus,
  isSchemaConstraint,
  type StatusConstraint,
} from '../contract/constraints/index.ts'
import { type HttpResponse, isError } from '../http/index.ts'
import {
  formatPointer,
  isArray,
  type Json,
  parseJson,
  parsePointer,
  valueAt,
  withValueAt,
  writeJson,
} from '../json/index.ts'
import { documentedResponse, isBreaking, isConforming } from '../judging/messages/index.ts'
import { type Answer, breakingAnswers } from '../mock/responder/index.ts'
import { mustBeAccepted, mutantOf } from './departures.ts'
import type { Ground } from './ground.ts'
import { keeps, type Mutant, respond, type Situation } from './mutant.ts'

/** Ways to break one constraint, the first ones: each other type, one under or over, absent. */
const MOST_WAYS = 4

/** Mutants whose answers break one constraint of a response. */
export function responseMutants(ground: Ground, constraint: Constraint): Mutant[] {
  const exempt = (state: 'equivalent' | 'unreachable', reason: string): Mutant[] => [
    mutantOf(constraint, {
      kind: 'broken answer',
      description: 'Its answers break it.',
      answer: keeps,
      exempt: { state, reason },
    }),
  ]
  if (constraint.implied !== undefined) return exempt('equivalent', constraint.implied)
  const status = documentedStatus(constraint) ?? ''
  const isSuccess = /^[23]/.test(status)
  if (!isSuccess && !ground.seen.has(status))
    return exempt('unreachable', `no request of the plan brings about an answer with status ${status}`)
  if (
    constraint.kind === 'status' &&
    !isSuccess &&
    !ground.situations.some((situation) => isHeldTo(situation, constraint))
  )
    return exempt('equivalent', 'what breaks the message itself may be refused with any 4xx')
  const answers = take(noticeable(breakingAnswers(ground.judge, constraint)), MOST_WAYS)
  if (answers.length === 0) return exempt('equivalent', 'no answer that breaks it, and nothing else, was found')
  const [first] = answers
  const last = first && atLastItem(ground, constraint, first)
  return [
    ...answers.map((answer) => brokenAnswer(ground, constraint, answer, 'broken answer')),
    ...(last ? [brokenAnswer(ground, constraint, last, 'broken last item')] : []),
  ]
}

function brokenAnswer(
  { judge, seen }: Ground,
  constraint: Constraint,
  { name, response }: Answer,
  kind: 'broken answer' | 'broken last item',
): Mutant {
  const status = documentedStatus(constraint) ?? ''
  const isChosen = !seen.has(status)
  const byStatus = new Map<number, HttpResponse>()
  const withStatus = (code: number): HttpResponse => {
    if (constraint.kind === 'status' || documentedResponse(judge.operation, code)?.status !== status) return response
    const restated = byStatus.get(code) ?? { ...response, status: code }
    byStatus.set(code, restated)
    return restated
  }
  // Which of several successes it is, is for the deployment to choose.
  const isOurs = (situation: Situation): boolean =>
    constraint.kind === 'status' && !isChosen
      ? isHeldTo(situation, constraint)
      : isChosen
        ? mustBeAccepted(situation) && !isError(situation.response.status)
        : situation.documented === status
  const which = name.slice(name.lastIndexOf(': ') + 2)
  return mutantOf(constraint, {
    kind,
    which,
    description: kind === 'broken answer' ? `Its answers break it: ${which}.` : `The last item breaks it: ${which}.`,
    shows: constraint.kind === 'status' ? 'anything' : 'the constraint',
    answer: (situation) => (isOurs(situation) ? respond(withStatus(situation.response.status)) : undefined),
  })
}

/** The same defect at the other end of the first list on the way to it. */
function atLastItem({ judge }: Ground, constraint: Constraint, { name, response }: Answer): Answer | undefined {
  if (!isSchemaConstraint(constraint) || constraint.place.in !== 'body') return undefined
  const tokens = parsePointer(constraint.pointer)
  const list = tokens.indexOf('*')
  if (list < 0) return undefined
  const body = jsonOf(response)
  const listPointer = formatPointer(tokens.slice(0, list))
  const items = body === undefined ? undefined : valueAt(body, listPointer)
  if (body === undefined || !isArray(items) || items.length < 2) return undefined
  const turned = {
    ...response,
    body: new TextEncoder().encode(writeJson(withValueAt(body, listPointer, items.toReversed()))),
  }
  const { issues } = judge.response(turned)
  return issues.length === 1 && issues[0]?.constraint.id === constraint.id ? { name, response: turned } : undefined
}

function jsonOf({ body }: HttpResponse): Json | undefined {
  try {
    const value = parseJson(new TextDecoder().decode(body))
    return value
  } catch {
    return undefined
  }
}

/** Whether a request asks for an answer with one of the documented statuses. */
const isHeldTo = ({ authorized, judged, documented }: Situation, { value }: StatusConstraint): boolean =>
  authorized && documented === value && (isConforming(judged) || isBreaking(judged))

/** These speak of the caller, or of the time, and not of the request: a run waits, or ends as inconclusive. */
const OF_THE_PLATFORM = new Set([401, 403, 404, 407, 429, 503])

function* noticeable(answers: Iterable<Answer>): Generator<Answer> {
  for (const answer of answers) if (!OF_THE_PLATFORM.has(answer.response.status)) yield answer
}

function take<T>(values: Iterable<T>, most: number): T[] {
  const first: T[] = []
  for (const value of values) if (first.push(value) >= most) break
  return first
}
