import { parameterKey, shortId } from '../contract/constraints/index.ts'
import { isIdempotent, isServerError, isSuccess } from '../http/index.ts'
import { appendToken, equal, isArray, isObject, type Json, type Pointer, property, valueAt } from '../json/index.ts'
import { byVerdict, type Issue, type OperationJudge, show } from '../judging/messages/index.ts'
import type { ClientFault } from './client-fault.ts'
import type { TemplatesOf } from './lost-data.ts'
import type { Observation, SeenRequest } from './observation.ts'

/** Answers that ask for another try. */
const TRY_AGAIN: ReadonlySet<number> = new Set([503])

/** What the requests of a call have wrong: they break the contract, say something else than was asked, or are too many. */
export function requestFaults(
  judge: OperationJudge,
  templatesOf: TemplatesOf,
  observation: Observation,
): ClientFault[] {
  const { requests } = observation
  const ofOperation = requests.filter(({ operation }) => operation === judge.operation.id)
  const [first] = ofOperation
  if (!first) return requests.length === 0 ? unsent(observation) : [strayed(judge, observation)]
  const wrong = ofOperation.find(({ isServed }) => !isServed)
  if (wrong) return nonconforming(judge, observation, wrong)
  return [...differing(judge, templatesOf, observation, first), ...repeated(judge, observation, ofOperation)]
}

function unsent(observation: Observation): ClientFault[] {
  const { outcome } = observation
  return [
    {
      check: 'positive_data_acceptance',
      severity: 'error',
      class: 'refused',
      label: 'request',
      message: 'The client takes legal arguments, and sends no request.',
      expected: 'a request',
      received: outcome.kind === 'hung' ? 'nothing until the time-out' : outcome.text,
      observation,
    },
  ]
}

export function strayed(judge: OperationJudge, observation: Observation): ClientFault {
  const { method, path } = judge.operation
  const [{ request } = { request: undefined }] = observation.requests
  return {
    check: 'complete_request',
    severity: 'error',
    class: 'elsewhere',
    label: 'request',
    message: 'The request goes to no documented path.',
    expected: `${method} ${path}`,
    received: request ? `${request.method} ${request.target}` : 'nothing',
    observation,
  }
}

export function nonconforming(judge: OperationJudge, observation: Observation, { judged }: SeenRequest): ClientFault[] {
  const about = ({ constraint, expected, received, class: kind }: Issue): ClientFault => ({
    check: 'request_conformance',
    severity: 'error',
    class: kind,
    label: 'request',
    subject: { kind: 'constraint', constraint: constraint.id },
    message: `The client, given legal arguments, sends a request that breaks ${shortId(constraint)}.`,
    expected,
    received,
    observation,
  })
  const strays = (): ClientFault[] => [strayed(judge, observation)]
  if (!judged) return strays()
  return byVerdict(judged, {
    conforming: strays,
    tolerated: strays,
    breaking: ({ issues }) => issues.map(about),
    malformed: ({ issue }) => [about(issue)],
    // The client was asked for this operation, and not for another of its path.
    'other method': ({ issue }) => [about({ ...issue, expected: judge.operation.method })],
    'other path': strays,
    unjudged: () => [],
  })
}

/** Places at which the request, as the wire shows it, says something else than was asked. */
function differing(
  judge: OperationJudge,
  templatesOf: TemplatesOf,
  observation: Observation,
  { judged }: SeenRequest,
): ClientFault[] {
  const { input } = observation
  const fault = (label: string, pointer: Pointer, asked: Json | undefined, sent: Json | undefined): ClientFault => ({
    check: 'complete_request',
    severity: 'error',
    class: asked === undefined ? 'added' : 'lost',
    label,
    pointer,
    message:
      asked === undefined
        ? `The request says more at ${placeOf(label, pointer)} than the client was asked to send.`
        : `The request does not say at ${placeOf(label, pointer)} what the client was asked to send.`,
    expected: show(asked),
    received: show(sent),
    observation,
  })
  const faults: ClientFault[] = []
  for (const parameter of judge.operation.parameters) {
    const key = parameterKey(parameter)
    const asked = input.parameters.get(key)
    const sent = judged?.parameters.get(key)
    // What was not asked for may be the client's own default.
    if (asked !== undefined && (sent === undefined || !equal(asked, sent)))
      faults.push(fault(`request.${key}`, '', asked, sent))
  }
  if (judged?.body !== undefined || input.body !== undefined) {
    // A body of a media type that nothing says how to read.
    const isUnread = judged?.body === undefined && judged?.mediaType !== undefined
    const differences = isUnread ? [] : differencesOf(input.body, judged?.body, '')
    const byTemplate = new Map(differences.map((pointer) => [templatesOf('request.body').of(pointer), pointer]))
    for (const [template, pointer] of byTemplate)
      faults.push(fault('request.body', template, partAt(input.body, pointer), partAt(judged?.body, pointer)))
  }
  return faults
}

const placeOf = (label: string, pointer: Pointer): string => (pointer === '' ? label : `${label} ${pointer}`)

const partAt = (value: Json | undefined, pointer: Pointer): Json | undefined =>
  value === undefined ? undefined : valueAt(value, pointer)

/** The places, as far down as they can be told, at which two values differ. */
export function differencesOf(asked: Json | undefined, sent: Json | undefined, pointer: Pointer): Pointer[] {
  if (asked === undefined) return sent === undefined || isVoid(sent) ? [] : [pointer]
  if (sent === undefined || equal(asked, sent)) return sent === undefined ? [pointer] : []
  if (isArray(asked) && isArray(sent) && asked.length === sent.length)
    return asked.flatMap((item, index) => differencesOf(item, sent[index], appendToken(pointer, index)))
  if (!isObject(asked) || !isObject(sent)) return [pointer]
  const names = new Set([...Object.keys(asked), ...Object.keys(sent)])
  return [...names].flatMap((name) =>
    differencesOf(property(asked, name), property(sent, name), appendToken(pointer, name)),
  )
}

/** An empty value says nothing, so it may be sent without being asked for. */
const isVoid = (value: Json): boolean =>
  value === '' || (isArray(value) && value.length === 0) || (isObject(value) && Object.keys(value).length === 0)

/** One call that may have executed the operation more than once. */
export function repeated(
  { operation }: OperationJudge,
  observation: Observation,
  ofOperation: readonly SeenRequest[],
): ClientFault[] {
  const { status } = observation.answer.response
  const isExecuted =
    isSuccess(status) || (isServerError(status) && !isIdempotent(operation.method) && !TRY_AGAIN.has(status))
  if (ofOperation.length < 2 || !isExecuted) return []
  return [
    {
      check: 'single_execution',
      severity: 'error',
      class: 'repeated',
      label: `response.${observation.answer.status}`,
      message: isSuccess(status)
        ? `After a success with status ${status} the client sends its request again: it is executed twice.`
        : `After an error with status ${status} the client sends its ${operation.method} again, which may execute it twice.`,
      expected: 'one request',
      received: `${ofOperation.length} requests`,
      observation,
    },
  ]
}
