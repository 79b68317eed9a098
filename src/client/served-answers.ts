import { type Constraint, documentedStatus } from '../contract/constraints/index.ts'
import type { DocumentedResponse, Operation, SchemaNode } from '../contract/model/index.ts'
import { type HttpResponse, isSuccess } from '../http/index.ts'
import {
  appendToken,
  equal,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parsePointer,
  valueAt,
  withProperty,
  withValueAt,
  writeJson,
} from '../json/index.ts'
import { documentedResponse, isKept, type OperationJudge } from '../judging/messages/index.ts'
import { Answers, breakingAnswers, statusFor } from '../mock/responder/index.ts'
import { namedPart } from './named-part.ts'

/** An answer to serve, with what it says. */
export interface ServedAnswer {
  readonly name: string
  readonly response: HttpResponse
  /** As documented: `200`, `4XX`, `default`. */
  readonly status: string
  /** What its body says, as far as the document names it. */
  readonly body: Json | undefined
  /** The one constraint that it breaks; undefined of a legal one. */
  readonly breaks?: Constraint
}

/** More are not served, whatever the document: each is a call. */
const MOST_OF_STATUS = 200

/** What is served in each run over an operation: the same, so that it is made but once. */
export interface ServedAnswers {
  readonly legal: readonly ServedAnswer[]
  readonly broken: readonly ServedAnswer[]
}

const ANSWERS = new WeakMap<Operation, ServedAnswers>()

export function servedAnswers(judge: OperationJudge): ServedAnswers {
  const answers = ANSWERS.get(judge.operation) ?? { legal: legalAnswers(judge), broken: brokenAnswers(judge) }
  ANSWERS.set(judge.operation, answers)
  return answers
}

/** Every answer that the document allows, success first; what follows of a documented status goes on from its examples. */
export function legalAnswers(judge: OperationJudge, most = MOST_OF_STATUS): ServedAnswer[] {
  const statuses = judge.operation.responses.flatMap((documented) => servedStatus(judge, documented) ?? [])
  return [...statuses.filter(isSuccess), ...statuses.filter((status) => !isSuccess(status))].flatMap((status) => {
    const documented = documentedResponse(judge.operation, status)
    if (!documented) return []
    const answers = new Answers(judge, documented, status)
    const count = Math.min(answers.count, most)
    const all = Array.from({ length: count }, (_, turn) => answers.at(turn)).flatMap((answer) => answer ?? [])
    const items = fullItems(all.map(({ response }) => judge.response(response).body))
    return all
      .map(({ name, response }) => served(judge, `${status} ${name}`, response, items))
      .concat(members(judge, answers, status))
  })
}

/** Answers that say no more than a member of an enum, so that what is made of one can be set against another's. */
function members(judge: OperationJudge, answers: Answers, status: number): ServedAnswer[] {
  return judge.constraints.flatMap((constraint) => {
    if (constraint.kind !== 'enum' || constraint.place.side !== 'response' || constraint.place.in !== 'body') return []
    const [name = '', ...deeper] = parsePointer(constraint.pointer)
    if (constraint.place.status !== documentedResponse(judge.operation, status)?.status || deeper.length > 0) return []
    return constraint.value.slice(0, MOST_MEMBERS).flatMap((member) => {
      const response = answers.withBody(withProperty({}, name, member))
      return (response && answerOf(judge, `${status} ${constraint.pointer} ${writeJson(member)}`, response)) ?? []
    })
  })
}

const MOST_MEMBERS = 10

/** The status that the mock gives a documented response with; undefined of those that carry no answer of their own. */
function servedStatus({ operation }: OperationJudge, documented: DocumentedResponse): number | undefined {
  const status = statusFor(documented, operation)
  const isOwn = documentedResponse(operation, status)?.status === documented.status
  return isOwn && /^[245]/.test(String(status)) ? status : undefined
}

/** One answer for each constraint of a success that it breaks alone. */
export function brokenAnswers(judge: OperationJudge): ServedAnswer[] {
  return judge.constraints.flatMap((constraint) => {
    // What only the prose says is no reason to refuse an answer.
    if (constraint.kind === 'advisory' || constraint.implied !== undefined || !isOfSuccess(constraint)) return []
    const [first] = breakingAnswers(judge, constraint)
    if (!first || !isSuccess(first.response.status)) return []
    return [{ ...served(judge, first.name, first.response), breaks: constraint }]
  })
}

function isOfSuccess(constraint: Constraint): boolean {
  const status = documentedStatus(constraint)
  return status !== undefined && /^2|^default$/i.test(status)
}

/** A random body as an answer; undefined if it does not conform. */
export function answerOf(judge: OperationJudge, name: string, response: HttpResponse): ServedAnswer | undefined {
  return isKept(judge.response(response)) ? served(judge, name, response) : undefined
}

/** The fullest item of each array, by the array's template. */
type Items = ReadonlyMap<string, Json>

const LARGEST_ITEM = 1000

function fullItems(bodies: readonly (Json | undefined)[]): Items {
  const fullest = new Map<string, Json>()
  const visit = (value: Json, group: string): void => {
    if (isArray(value))
      for (const item of value) {
        const size = writeJson(item).length
        if (size < LARGEST_ITEM && size > writeJson(fullest.get(group) ?? null).length) fullest.set(group, item)
        visit(item, `${group}/*`)
      }
    else if (isObject(value)) for (const [name, inner] of Object.entries(value)) visit(inner, appendToken(group, name))
  }
  for (const body of bodies) if (body !== undefined) visit(body, '')
  return fullest
}

/** A long array of what says nothing, filled with items that say something. */
function filled(value: Json, group: string, items: Items): Json {
  if (isArray(value)) {
    const item = items.get(group)
    const last = value.at(-1) ?? null
    return value.map((member) =>
      value.length > 2 && item !== undefined && equal(member, last) ? item : filled(member, `${group}/*`, items),
    )
  }
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, filled(inner, appendToken(group, name), items)]),
  )
}

function served(judge: OperationJudge, name: string, response: HttpResponse, items: Items = new Map()): ServedAnswer {
  const { documented, body, mediaType } = judge.response(response)
  const status = documented?.status ?? String(response.status)
  const schema = documented?.content.find((media) => media.name === mediaType)?.schema
  const whole = body === undefined ? undefined : distinct(judge, response, body, items)
  if (!whole) return { name, response, status, body: undefined }
  return { name, response: whole.response, status, body: named(judge, schema, whole.body) }
}

const named = ({ contract }: OperationJudge, schema: SchemaNode | undefined, body: Json): Json =>
  schema ? namedPart(contract, [schema], body) : body

/** The answer with items made different if they were alike, so that none of them can be left out unnoticed. */
function distinct(
  judge: OperationJudge,
  response: HttpResponse,
  body: Json,
  items: Items,
): { response: HttpResponse; body: Json } {
  const start = { response, body }
  if (!isKept(judge.response(response))) return start
  const text = new TextDecoder().decode(response.body)
  // Only JSON as we write it can be written anew without knowing its media type.
  if (writeJson(body) !== text) return start
  const full = filled(body, '', items)
  let best = start
  const tryBody = (next: Json): void => {
    const written = { ...response, body: new TextEncoder().encode(writeJson(next)) }
    if (isKept(judge.response(written))) best = { response: written, body: next }
  }
  if (!equal(full, body)) tryBody(full)
  const groups = new Map<string, Pointer[]>()
  for (const { group, pointer } of textsInItems(best.body, '', ''))
    groups.set(group, [...(groups.get(group) ?? []), pointer])
  for (const pointers of groups.values()) {
    if (pointers.length < 2 || pointers.length > 1000) continue
    tryBody(pointers.reduce<Json>((value, pointer, index) => numbered(value, pointer, index), best.body))
  }
  return best
}

function* textsInItems(value: Json, pointer: Pointer, group: string): Generator<{ group: string; pointer: Pointer }> {
  if (typeof value === 'string') {
    if (group.includes('*')) yield { group, pointer }
  } else if (isArray(value))
    for (const [index, item] of value.entries()) yield* textsInItems(item, appendToken(pointer, index), `${group}/*`)
  else if (isObject(value))
    for (const [name, inner] of Object.entries(value))
      yield* textsInItems(inner, appendToken(pointer, name), appendToken(group, name))
}

const HOUR_MS = 3_600_000

/** Of the same length; what has no room for the number stays as it is. Times are whole hours later. */
function numbered(value: Json, pointer: Pointer, index: number): Json {
  const number = String(index + 100)
  const current = valueAt(value, pointer)
  const text = typeof current === 'string' ? current : ''
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(text) ? Date.parse(text) : Number.NaN
  if (!Number.isNaN(time)) {
    const later = new Date(time + (index + 1) * HOUR_MS).toISOString().replace('.000Z', 'Z')
    return withValueAt(value, pointer, later)
  }
  return withValueAt(value, pointer, text.length > number.length ? text.slice(0, -number.length) + number : text)
}
