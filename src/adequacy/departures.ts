import { type Constraint, isInQuery, type SchemaConstraint } from '../contract/constraints/index.ts'
import { type HttpResponse, isSuccess, type Outcome } from '../http/index.ts'
import { instancesAt, type Json, valueAt } from '../json/index.ts'
import {
  breaksOnly,
  isBreaking,
  isConforming,
  issuesOf,
  type JudgedRequest,
  requestValue,
} from '../judging/messages/index.ts'
import type { Ground } from './ground.ts'
import { type Mutant, type MutantKind, respond, type Situation } from './mutant.ts'

/** What the mutants of one operation answer in place of what the contract says. */
export interface Answered {
  /** Success, to a request that should be refused. */
  readonly accepted: Outcome
  /** 400, to a request that should be let through. */
  readonly refused: Outcome
  /** The same by 422, the other status that finds fault with what is said. */
  readonly unprocessable: Outcome
}

export function answeredBy(ground: Ground): Answered {
  const acceptance = ground.situations.find(
    ({ judged, authorized, response: { status } }) => authorized && isConforming(judged) && isSuccess(status),
  )
  const refusal = ground.situations.find(({ judged, response: { status } }) => isBreaking(judged) && status === 400)
  return {
    accepted: respond(acceptance?.response ?? ground.answerWith(successOf(ground))),
    refused: respond(refusal?.response ?? ground.answerWith(400)),
    unprocessable: respond(ground.answerWith(422)),
  }
}

function successOf({ judge }: Ground): number {
  const [first] = judge.operation.responses.flatMap(({ status }) => (/^2\d\d$/.test(status) ? [Number(status)] : []))
  return first ?? 200
}

/** Whether a request breaks a constraint and nothing else. */
export const breaksAlone = ({ authorized, judged }: Situation, constraint: Constraint): boolean =>
  constraint.kind === 'security' ? !authorized : authorized && breaksOnly(judged, constraint)

/** Whether a request keeps every constraint, so that refusing it is wrong. */
export const mustBeAccepted = ({ authorized, judged }: Situation): boolean => authorized && isConforming(judged)

/** The values that a constraint is about; `pointer` for those around it. */
export function instancesIn(
  constraint: SchemaConstraint,
  judged: JudgedRequest,
  pointer = constraint.pointer,
): readonly Json[] {
  const value = requestValue(judged, constraint.place)
  return value === undefined ? [] : instancesAt(value, pointer)
}

/** The values that break a constraint, in a request that breaks it. */
export function brokenIn(constraint: SchemaConstraint, judged: JudgedRequest): readonly Json[] {
  const value = requestValue(judged, constraint.place)
  if (value === undefined) return []
  return issuesOf(judged).flatMap((issue) => {
    const instance = issue.constraint.id === constraint.id ? valueAt(value, issue.pointer) : undefined
    return instance === undefined ? [] : [instance]
  })
}

export interface Departure {
  readonly kind: MutantKind
  /** Which, if there are several of one kind. */
  readonly which?: string
  readonly description: string
  readonly answer: Mutant['answer']
  readonly shows?: Mutant['shows']
  readonly exempt?: Mutant['exempt']
}

export function mutantOf(constraint: Constraint, departure: Departure): Mutant {
  const { id, operation } = constraint
  const { kind, which, description, answer, shows = 'anything', exempt } = departure
  return {
    id: `${id}: ${kind}${which === undefined ? '' : `, ${which}`}`,
    operation,
    constraint: id,
    kind,
    description,
    answer,
    shows,
    severity:
      constraint.kind === 'advisory' || (kind === 'not enforced' && isLenient(constraint)) ? 'advisory' : 'error',
    ...(exempt && { exempt }),
  }
}

/** What is accepted against these harms nobody by itself, so that it is no more than an advisory. */
const isLenient = (constraint: Constraint): boolean =>
  constraint.kind === 'mediaType' || (constraint.kind === 'encoding' && isInQuery(constraint.place))

export const withStatus = (response: HttpResponse, status: number): HttpResponse =>
  response.status === status ? response : { ...response, status }
