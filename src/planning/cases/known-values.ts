import { parameterKey } from '../../contract/constraints/index.ts'
import type { Operation, Parameter } from '../../contract/model/index.ts'
import { type BodyFormat, concreteMediaType, type RequestField, readBody, withFields } from '../../http/index.ts'
import { isArray, isObject, type Json, parseJson } from '../../json/index.ts'
import type { Issue, OperationJudge } from '../../judging/messages/index.ts'
import { UsageError } from '../../report/results/index.ts'

/** What the user knows to be good in the deployment under test. */
export interface KnownValues {
  /** By parameter name, as text; each is exercised. */
  readonly parameters: ReadonlyMap<string, readonly string[]>
  /** Names of parameters whose values are given for this operation alone: they have to fit. */
  readonly own?: ReadonlySet<string> | undefined
  /** As values or, of what is no JSON, as the bytes that are sent. */
  readonly bodies: readonly (Json | Uint8Array)[]
  /** Headers and cookies that the user wants in each request, shown nowhere: if one is a parameter, a known value. */
  readonly fields?: readonly RequestField[]
  /** What each request will carry. If it is a parameter too, it takes its place, and no case varies that. */
  readonly credentials?: readonly RequestField[]
}

/** The parameter of an operation that a field stands for. */
export const parameterNamed = (
  { parameters }: Operation,
  [name, , place = 'header']: RequestField,
): Parameter | undefined =>
  parameters.find(
    (parameter) =>
      parameter.in === place &&
      (place === 'header' ? parameter.name.toLowerCase() === name.toLowerCase() : parameter.name === name),
  )

const SHOWN = 3

/** The value of a body that was given, sent as `mediaType`; undefined if it is none of that media type. */
export function givenValue(format: BodyFormat, mediaType: string, body: Json | Uint8Array): Json | undefined {
  if (format.kind === 'opaque') return undefined
  if (!(body instanceof Uint8Array)) return body
  // A file does not name its boundary; its first line does (RFC 2046, 5.1.1).
  const [, boundary] = /^--([^\r\n]+)\r\n/.exec(Buffer.from(body.subarray(0, 200)).toString('latin1')) ?? []
  const read = readBody(format, boundary === undefined ? mediaType : `${mediaType}; boundary="${boundary}"`, body)
  return read.kind === 'value' ? read.value : undefined
}

/** What holds for one operation, in place of what holds for all. */
export interface OperationKnowledge {
  /** By parameter name; the values of others stay. */
  readonly parameters: KnownValues['parameters']
  readonly bodies?: KnownValues['bodies'] | undefined
}

/** What is known for one operation. Throws UsageError for a parameter that it does not have. */
export function knownFor(
  { id, parameters }: Operation,
  known: KnownValues,
  ownKnowledge: OperationKnowledge,
): KnownValues {
  for (const name of ownKnowledge.parameters.keys()) {
    if (parameters.some((parameter) => parameter.name === name)) continue
    const names = parameters.length === 0 ? 'none' : parameters.map((parameter) => parameter.name).join(', ')
    throw new UsageError(`operations.${id}.param: it has no parameter named "${name}"; it has: ${names}.`)
  }
  return {
    ...known,
    parameters: new Map([...known.parameters, ...ownKnowledge.parameters]),
    own: new Set(ownKnowledge.parameters.keys()),
    bodies: ownKnowledge.bodies ?? known.bodies,
  }
}

/** Throws UsageError for a body that no operation takes; `source` is where it was given. */
export function requireKnownBodies(
  judges: readonly OperationJudge[],
  known: Pick<KnownValues, 'bodies'>,
  source = '--body',
): void {
  known.bodies.forEach((body, index) => {
    const tried = judges.flatMap((judge) => {
      const content = judge.operation.requestBody?.content ?? []
      return content.flatMap((media) => {
        const mediaType = concreteMediaType(media.name)
        const value = givenValue(judge.format(media, mediaType), mediaType, body)
        if (value === undefined) return []
        const place = { side: 'request', in: 'body', mediaType: media.name } as const
        return [media.schema ? judge.issues(place, media.schema, value) : []]
      })
    })
    if (tried.some((issues) => issues.length === 0)) return
    const [issue] = tried[0] ?? []
    const where = issue?.pointer ? ` at ${issue.pointer}` : ''
    const name = known.bodies.length === 1 ? source : `${source} (the ${ordinal(index)} of ${known.bodies.length})`
    throw new UsageError(
      issue
        ? `${name} breaks the contract: expected${where} ${issue.expected}, received ${issue.received}. Give a body that the document allows.`
        : `${name} cannot be sent: no operation takes a body that can be written.`,
    )
  })
}

const ordinal = (index: number): string => ['first', 'second', 'third'][index] ?? `${index + 1}th`

/** What a text is as the value of a parameter; or why the parameter does not have it. */
function knownValue(judge: OperationJudge, parameter: Parameter, text: string): { readonly value: Json } | Issue {
  const place = { side: 'request', in: parameter.in, name: parameter.name } as const
  const [asText] = judge.issues(place, parameter.schema, text)
  const parsed = asText === undefined ? text : plainJson(text)
  const [issue] = parsed === undefined ? [asText] : judge.issues(place, parameter.schema, parsed)
  return issue ?? { value: parsed ?? text }
}

/**
 * A value that is given for all operations goes to those in which it fits. Throws UsageError, which names those in which it
 * does not, for one that fits in none of those that are verified.
 */
export function requireKnownValues(
  judges: readonly OperationJudge[],
  { parameters }: Pick<KnownValues, 'parameters'>,
): void {
  for (const [name, texts] of parameters) {
    const places = judges.flatMap((judge) =>
      judge.operation.parameters
        .filter((parameter) => parameter.name === name)
        .map((parameter) => ({ judge, parameter })),
    )
    for (const text of texts) {
      const results = places.map(({ judge, parameter }) => ({
        id: judge.operation.id,
        result: knownValue(judge, parameter, text),
      }))
      if (results.length > 0 && results.every(({ result }) => 'expected' in result))
        throw new UsageError(unfitMessage(name, text, results))
    }
  }
}

function unfitMessage(
  name: string,
  text: string,
  results: readonly { readonly id: string; readonly result: { readonly value: Json } | Issue }[],
): string {
  const issues = results.flatMap(({ id, result }) => ('expected' in result ? [{ id, issue: result }] : []))
  const [first] = issues
  const option = `--param ${name}=${text.slice(0, 80)}`
  if (issues.length === 1)
    return `${option} breaks the contract: expected ${first?.issue.expected}, received ${first?.issue.received}. Give a value that the document allows.`
  const shown = issues.slice(0, SHOWN).map(({ id, issue }) => `${id} expects ${issue.expected}`)
  const more = issues.length > SHOWN ? `, and ${issues.length - SHOWN} more do not take it` : ''
  return `${option} fits in no operation: ${shown.join(', ')}${more}. Give a value that the document allows.`
}

/** The known values of one operation by `in.name`. Throws UsageError for one that the contract itself forbids. */
export function knownParameters(judge: OperationJudge, known: KnownValues): Map<string, Json[]> {
  const valuesByKey = new Map<string, Json[]>()
  for (const parameter of judge.operation.parameters) {
    const texts = known.parameters.get(parameter.name) ?? []
    const values = texts.flatMap((text) => {
      const result = knownValue(judge, parameter, text)
      if ('value' in result) return [result.value]
      if (!known.own?.has(parameter.name)) return []
      const { id } = judge.operation
      throw new UsageError(unfitMessage(`${id}.${parameter.name}`, text, [{ id, result }]))
    })
    for (const field of known.fields ?? [])
      if (parameterNamed(judge.operation, field) === parameter) values.push(fieldValue(judge, parameter, field))
    if (values.length > 0) valuesByKey.set(parameterKey(parameter), values)
  }
  return valuesByKey
}

/** The value of a field that is a parameter. Throws UsageError, which does not repeat it, for one that is forbidden. */
function fieldValue(judge: OperationJudge, parameter: Parameter, field: RequestField): Json {
  const { headers } = withFields({ method: 'GET', target: '', headers: [] }, [field])
  const read = judge.readParameter(parameter, headers[0]?.[1] ?? '')
  const value = read.kind === 'value' ? read.value : undefined
  const place = { side: 'request', in: parameter.in, name: parameter.name } as const
  const [issue] = value === undefined ? [] : judge.issues(place, parameter.schema, value)
  if (value !== undefined && issue === undefined) return value
  const expected = issue?.expected ?? `a value of style ${parameter.style}`
  throw new UsageError(
    `--header ${parameter.in === 'cookie' ? `Cookie: ${parameter.name}` : parameter.name} breaks the contract: expected ${expected}. Give a value that the document allows.`,
  )
}

function plainJson(text: string): Json | undefined {
  try {
    const value = parseJson(text)
    return isObject(value) || isArray(value) || typeof value !== 'string' ? value : undefined
  } catch {
    return undefined
  }
}
