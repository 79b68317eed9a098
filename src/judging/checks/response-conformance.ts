import { type Constraint, placeOf } from '../../contract/constraints/index.ts'
import type { DeploymentCheckName } from '../../report/results/index.ts'
import { type Issue, isForAnother, NOT_ACCEPTED } from '../messages/index.ts'
import { alteredCredentials } from './altered-credentials.ts'
import { answerAdvisories } from './answer-advisories.ts'
import { about, type Check, type Exchange, type Objection } from './check.ts'
import { sameExecution } from './same-execution.ts'

/** Responses to a request that is no longer this operation are not this operation's. */
const isJudged = ({ judged, answer }: Exchange): boolean => answer !== undefined && !isForAnother(judged)

/** The name of the header that a constraint is about. */
function headerOf(constraint: Constraint): string | undefined {
  const place = placeOf(constraint)
  return place?.in === 'header' ? place.name : undefined
}

const isOfHeader = (constraint: Constraint): boolean => headerOf(constraint) !== undefined

const issuesOf = (exchange: Exchange, isAsked: (constraint: Constraint) => boolean): readonly Issue[] =>
  isJudged(exchange) ? (exchange.answer?.issues.filter(({ constraint }) => isAsked(constraint)) ?? []) : []

/** What is said of an issue, if it is anything else than the issue's own words. */
type Words = Partial<Pick<Objection, 'expected' | 'received'>> & Pick<Objection, 'message'>

const responseCheck = <Name extends DeploymentCheckName>(
  name: Name,
  isAsked: (constraint: Constraint) => boolean,
  words: (issue: Issue) => Words,
): Check<Name> => ({
  name,
  about: 'response',
  settles: 'at once',
  ask: (exchange) =>
    issuesOf(exchange, isAsked).map((issue) => ({
      subject: about(issue.constraint),
      severity: issue.constraint.kind === 'advisory' ? 'advisory' : 'error',
      class: issue.class,
      expected: issue.expected,
      received: issue.received,
      ...words(issue),
    })),
})

/** The media type of a response is a documented one and, of several, one that the request accepts. */
export const contentTypeConformance = responseCheck(
  'content_type_conformance',
  ({ kind }) => kind === 'mediaType',
  ({ class: what }) => ({
    message:
      what === NOT_ACCEPTED
        ? 'The response is of another media type than the request accepts.'
        : 'The media type of the response is not a documented one.',
  }),
)

/** The body of a response is a text of its media type and fits its schema. */
export const responseSchemaConformance = responseCheck(
  'response_schema_conformance',
  (constraint) => constraint.kind !== 'mediaType' && constraint.kind !== 'advisory' && !isOfHeader(constraint),
  (issue) => ({ message: bodyMessage(issue) }),
)

function bodyMessage({ constraint: { kind }, pointer, expected }: Issue): string {
  if (kind === 'syntax') return `The body is not valid ${expected}.`
  if (kind === 'required') return `The property ${pointer} is missing.`
  if (kind === 'additionalProperties' || kind === 'unevaluatedProperties')
    return `The contract does not allow the property ${pointer}.`
  return `${pointer === '' ? 'The body' : `The value at ${pointer}`} breaks ${kind}.`
}

/** The headers of a response fit their schemas. */
export const responseHeadersConformance = responseCheck(
  'response_headers_conformance',
  isOfHeader,
  ({ constraint }) => ({
    message: `The response header ${headerOf(constraint)} ${constraint.kind === 'presence' ? 'is missing' : `breaks ${constraint.kind}`}.`,
  }),
)

const described = responseCheck(
  'advisory',
  ({ kind }) => kind === 'advisory',
  ({ expected }) => ({
    message: expected,
    expected: 'a body as the contract describes it',
    received: 'a body that departs from the description',
  }),
)

/**
 * What the document describes of a response, and no schema demands: its own sentence says what is wrong. Then what no
 * document speaks of, and hardly anybody means.
 */
export const advisory: Check<'advisory'> = {
  ...described,
  ask: (exchange) => [
    ...described.ask(exchange),
    ...answerAdvisories(exchange),
    ...alteredCredentials(exchange),
    ...sameExecution(exchange),
  ],
}
