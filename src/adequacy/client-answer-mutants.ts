import type { Constraint } from '../contract/constraints/index.ts'
import { type HttpResponse, isIdempotent, isSuccess } from '../http/index.ts'
import { instancesAt, type Json, parsePointer } from '../json/index.ts'
import { documentedResponse, type OperationJudge } from '../judging/messages/index.ts'
import { type ClientMutant, clientMutant, Refused } from './client-mutant.ts'
import { forgottenForms } from './forgotten-forms.ts'
import { AnswerError, bodyOf, readAnswer } from './generic-client.ts'
import { constraintOf, namedProperties } from './named-properties.ts'
import { withoutPlace } from './without-place.ts'

/** Clients that make something else of an answer than it says: of each documented status in turn. */
export function clientAnswerMutants(judge: OperationJudge): ClientMutant[] {
  const statuses = judge.operation.responses.map(({ status }) => status).filter((status) => /^[245]/.test(status))
  return [...statuses.flatMap((status) => mutantsOf(answersWith(judge, status))), takingAnything(judge)]
}

/** The answers of one documented status. */
interface Answers {
  readonly judge: OperationJudge
  readonly status: string
  readonly label: string
  readonly constraint: Constraint
  readonly isGood: boolean
  readonly includes: (response: HttpResponse) => boolean
}

function answersWith(judge: OperationJudge, status: string): Answers {
  const label = `response.${status}`
  return {
    judge,
    status,
    label,
    constraint: constraintOf(judge, label),
    isGood: status.startsWith('2'),
    includes: (response) => documentedResponse(judge.operation, response.status)?.status === status,
  }
}

const mutantsOf = (answers: Answers): ClientMutant[] => [
  ...dataMutants(answers),
  ...(answers.isGood ? answerRefusals(answers) : errorMutants(answers)),
  ...repeating(answers),
]

/** The body of a legal answer with the status; undefined for any other answer. */
function bodyIn({ judge, includes }: Answers, response: HttpResponse): Json | undefined {
  const { body, issues } = readAnswer(judge, response)
  return includes(response) && issues.length === 0 ? body : undefined
}

function dataMutants(answers: Answers): ClientMutant[] {
  const { judge, label, isGood } = answers
  return [...namedProperties(judge, label)].map(([pointer, constraint]) =>
    clientMutant(constraint, `${label} ${pointer}`, {
      kind: isGood ? 'result data lost' : 'error data lost',
      description: `Its ${isGood ? 'result' : 'error'} is without ${pointer.slice(1)}.`,
      remedy: '`read`, by which results are compared as wholes',
      change: (keeps, depart) => ({
        made(response) {
          const body = bodyIn(answers, response)
          if (body === undefined) return keeps.made(response)
          if (instancesAt(body, pointer).length > 0) depart()
          const rest = withoutPlace(body, parsePointer(pointer))
          if (isSuccess(response.status)) return rest
          throw new AnswerError(response.status, rest)
        },
      }),
    }),
  )
}

function answerRefusals(answers: Answers): ClientMutant[] {
  const { judge, label } = answers
  return forgottenForms(judge, label).map(({ name, constraint, pointer, isIn }) =>
    clientMutant(
      constraint,
      `${label} ${pointer}`,
      {
        kind: 'answer refused',
        description: `It throws if ${pointer.slice(1)} is ${name} in an answer.`,
        change: (keeps, depart) => ({
          made(response) {
            const body = bodyIn(answers, response)
            if (body === undefined || !isIn(body)) return keeps.made(response)
            depart()
            throw new Refused()
          },
        }),
      },
      name,
    ),
  )
}

function errorMutants({ label, constraint, includes }: Answers): ClientMutant[] {
  const instead = (kind: 'error swallowed' | 'error hangs', description: string, outcome: () => unknown) =>
    clientMutant(constraint, label, {
      kind,
      description,
      change: (keeps, depart) => ({
        made(response) {
          if (!includes(response)) return keeps.made(response)
          depart()
          return outcome()
        },
      }),
    })
  return [
    instead('error swallowed', 'It returns as after a success.', () => undefined),
    instead('error hangs', 'It never settles after that error.', () => new Promise(() => {})),
  ]
}

function repeating(answers: Answers): ClientMutant[] {
  const { label, constraint, status, includes } = answers
  if (status.startsWith('4')) return []
  const reason = reasonToRepeat(answers)
  return [
    clientMutant(constraint, label, {
      kind: 'sent again',
      description: 'After that answer it sends its request once more.',
      ...(reason !== undefined && { exempt: { state: 'equivalent' as const, reason } }),
      change: (_, depart) => ({
        isRepeated(response) {
          if (includes(response)) depart()
          return includes(response)
        },
      }),
    }),
  ]
}

/** Why a client may well send its request again after such an answer. */
function reasonToRepeat({ judge, status, isGood }: Answers): string | undefined {
  const { method } = judge.operation
  if (status === '503') return 'that status asks for another try'
  return !isGood && isIdempotent(method) ? `${method} may be sent again (RFC 9110, 9.2.2)` : undefined
}

const takingAnything = (judge: OperationJudge): ClientMutant =>
  clientMutant(judge.constraint('method'), 'response', {
    kind: 'broken answer taken',
    severity: 'advisory',
    description: 'It takes any answer with a good status for a result.',
    couldDepart: () => false,
    change: (keeps, depart) => ({
      made(response) {
        if (!isSuccess(response.status) || readAnswer(judge, response).issues.length === 0) return keeps.made(response)
        depart()
        return bodyOf(judge, response)
      },
    }),
  })
