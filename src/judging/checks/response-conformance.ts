import { type Constraint, placeOf } from '../../contract/constraints/index.ts'
import type { DeploymentCheckName } from '../../report/results/index.ts'
import { type Issue, isForAnother } from '../messages/index.ts'
import { about, type Check, type Exchange } from './check.ts'

/** Responses to a request that is no longer this operation are not this operation's. */
const isJudged = ({ judged, answer }: Exchange): boolean => answer !== undefined && !isForAnother(judged)

const isHeader = (constraint: Constraint): boolean => placeOf(constraint)?.in === 'header'

function issuesOf(exchange: Exchange, wanted: (constraint: Constraint) => boolean): readonly Issue[] {
  return isJudged(exchange) ? (exchange.answer?.issues.filter(({ constraint }) => wanted(constraint)) ?? []) : []
}

const responseCheck = <Name extends DeploymentCheckName>(
  name: Name,
  wanted: (constraint: Constraint) => boolean,
  message: (issue: Issue) => string,
): Check<Name> => ({
  name,
  about: 'response',
  settles: 'at once',
  ask: (exchange) =>
    issuesOf(exchange, wanted).map((issue) => ({
      subject: about(issue.constraint),
      severity: issue.constraint.kind === 'advisory' ? 'advisory' : 'error',
      class: issue.class,
      message: message(issue),
      expected: issue.expected,
      received: issue.received,
    })),
})

const where = ({ pointer }: Issue): string => (pointer === '' ? 'The body' : pointer)

/** The media type of a response is a documented one. */
export const contentTypeConformance = responseCheck(
  'content_type_conformance',
  ({ kind }) => kind === 'mediaType',
  () => 'The media type of the response is not a documented one.',
)

/** The body of a response is a text of its media type and fits its schema. */
export const responseSchemaConformance = responseCheck(
  'response_schema_conformance',
  (constraint) => constraint.kind !== 'mediaType' && constraint.kind !== 'advisory' && !isHeader(constraint),
  (issue) =>
    issue.constraint.kind === 'syntax'
      ? `The body is not ${issue.expected}.`
      : `${where(issue)} breaks ${issue.constraint.kind}.`,
)

/** The headers of a response fit their schemas. */
export const responseHeadersConformance = responseCheck(
  'response_headers_conformance',
  isHeader,
  (issue) => `A response header breaks ${issue.constraint.kind}.`,
)

/** What the document's prose says of a response, and no schema demands. */
export const advisory = responseCheck(
  'advisory',
  ({ kind }) => kind === 'advisory',
  (issue) => issue.expected,
)
