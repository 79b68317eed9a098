import type { Constraint, SchemaConstraint } from '../constraints/index.ts'
import type { DocumentedResponse } from '../contract/index.ts'
import { breaches, Draws, negatives } from '../generators/index.ts'
import type { HttpResponse } from '../http/index.ts'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parsePointer,
  valueAt,
  withProperty,
  withValueAt,
} from '../json/index.ts'
import { documentedResponse, type OperationJudge } from '../validation/index.ts'
import { type AnswerForm, answerForms } from './answer-form.ts'
import { type Answer, Answers, startsOf } from './answers.ts'

const MOST_TRIED = 200

/**
 * Answers that break one constraint of a response, and nothing else, as the judge sees them. None where none is found:
 * no answer breaks an implied constraint alone.
 */
export function* breakingAnswers(judge: OperationJudge, constraint: Constraint): Generator<Answer> {
  const documented = judge.operation.responses.find(({ status }) => status === statusOf(constraint))
  if (!documented || constraint.party !== 'deployment') return
  const status = numberOf(documented, judge)
  const short = constraint.id.slice(constraint.operation.length + 1)
  const known = new Set<string>()
  const alone = [breaksAlone, ...(constraint.kind === 'advisory' ? [] : [breaksButAdvisories])]
  for (const isWanted of alone) {
    for (const { name, response } of attempts(judge, documented, status, constraint)) {
      if (known.has(name) || !isWanted(judge, response, constraint)) continue
      known.add(name)
      yield { name: `breaks ${short}: ${name}`, response }
    }
    if (known.size > 0) return
  }
}

/** The documented status that a constraint of a response belongs to. */
function statusOf(constraint: Constraint): string | undefined {
  switch (constraint.kind) {
    case 'status':
      return constraint.value
    case 'mediaType':
    case 'advisory':
      return constraint.status
    case 'method':
    case 'security':
      return undefined
    default:
      return constraint.place.side === 'response' ? constraint.place.status : undefined
  }
}

/** A status that the entry describes, and no other entry does better. */
function numberOf({ status }: DocumentedResponse, { operation }: OperationJudge): number {
  const first = /^\d/.test(status) ? Number(status[0]) : 2
  const all = /^\d{3}$/.test(status) ? [Number(status)] : Array.from({ length: 100 }, (_, index) => first * 100 + index)
  return all.find((one) => documentedResponse(operation, one)?.status === status) ?? all[0] ?? 200
}

function breaksAlone(judge: OperationJudge, response: HttpResponse, { kind, id }: Constraint): boolean {
  const { documented, issues } = judge.response(response)
  if (kind === 'status') return documented === undefined
  return issues.length === 1 && issues[0]?.constraint.id === id
}

/** Whether it breaks no other constraint, whatever the prose of the document says of it. */
function breaksButAdvisories(judge: OperationJudge, response: HttpResponse, { kind, id }: Constraint): boolean {
  const issues = judge.response(response).issues.filter(({ constraint }) => constraint.kind !== 'advisory')
  return kind !== 'status' && issues.length === 1 && issues[0]?.constraint.id === id
}

function* attempts(
  judge: OperationJudge,
  documented: DocumentedResponse,
  status: number,
  constraint: Constraint,
): Generator<Answer> {
  const plain = new Answers(judge, documented, status).at(0)?.response
  if (!plain) return
  const forms = answerForms(judge, documented, status)
  switch (constraint.kind) {
    case 'status': {
      const others = [2, 1, 3, 6, 18, 22, 99].map((rest) => Math.floor(status / 100) * 100 + rest)
      for (const other of others) yield { name: `status ${other}`, response: { ...plain, status: other } }
      return
    }
    case 'mediaType':
      yield { name: 'another', response: retyped(plain, 'text/html', '<!doctype html><p>Not what you expect.</p>') }
      yield { name: 'other', response: retyped(plain, 'application/x-unexpected') }
      yield { name: 'absent', response: { ...plain, headers: without(plain, 'content-type') } }
      return
    case 'syntax':
      yield { name: 'cut', response: { ...plain, body: plain.body.subarray(0, Math.floor(plain.body.length / 2)) } }
      yield { name: 'no UTF-8', response: { ...plain, body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]) } }
      yield { name: 'empty', response: { ...plain, body: new Uint8Array() } }
      return
    case 'presence': {
      const { place } = constraint
      if (place.in === 'header')
        yield { name: 'absent', response: { ...plain, headers: without(plain, place.name.toLowerCase()) } }
      return
    }
    case 'advisory': {
      const { advisory } = constraint
      if (advisory.kind === 'schema')
        for (const form of forms) {
          const validate = judge.validate(advisory.schema)
          for (const { value, keyword } of negatives(Draws.of(form.contract), advisory.schema, validate, MOST_TRIED))
            for (const start of startsOf(form))
              if (isObject(value) && isObject(start))
                yield { name: keyword, response: form.write({ ...start, ...value }) }
          for (const body of crossed(startsOf(form))) yield { name: 'parts of two', response: form.write(body) }
          for (const start of startsOf(form))
            for (const body of withOffset(start)) yield { name: 'a time with an offset', response: form.write(body) }
        }
      if (advisory.kind === 'order')
        for (const form of forms)
          for (const start of startsOf(form))
            if (isObject(start))
              yield { name: 'backwards', response: form.write(backwards(start, advisory.properties)) }
      return
    }
    case 'encoding':
    case 'method':
    case 'security':
      return
    default:
      if (constraint.place.in === 'body')
        for (const form of forms)
          if (form.media.name === constraint.place.mediaType) yield* brokenBodies(judge, form, constraint)
  }
}

function* brokenBodies(judge: OperationJudge, form: AnswerForm, constraint: SchemaConstraint): Generator<Answer> {
  const starts = startsOf(form)
  for (const start of starts) {
    const pointer = pointerIn(start, constraint.pointer)
    const current = pointer === undefined ? undefined : valueAt(start, pointer)
    if (pointer === undefined || current === undefined) continue
    for (const { name, value } of breaches(constraint, current))
      yield { name, response: form.write(pointer === '' ? (value ?? null) : withValueAt(start, pointer, value)) }
  }
  // No rule tells what breaks any pattern, or what the branches of a union leave out.
  const issue = { pointer: '', keyword: constraint.kind, source: constraint.source, expected: '' }
  for (const start of starts) {
    const pointer = pointerIn(start, constraint.pointer)
    if (pointer === undefined) continue
    const written = (value: Json): HttpResponse => form.write(withValueAt(start, pointer, value))
    const validate = (value: Json) => (breaksAlone(judge, written(value), constraint) ? [issue] : [])
    for (const { value } of negatives(Draws.of(form.contract), constraint.node, validate, MOST_TRIED))
      yield { name: 'found by trying', response: written(value) }
  }
}

/** The first instance of a template in a value; undefined where there is none. */
function pointerIn(value: Json, template: Pointer): Pointer | undefined {
  let at: Pointer = ''
  for (const token of parsePointer(template)) {
    const container = valueAt(value, at)
    if (token !== '*') at = appendToken(at, token)
    else if (isArray(container)) at = appendToken(at, 0)
    else if (isObject(container)) at = appendToken(at, Object.keys(container).at(-1) ?? 'x')
    else return undefined
  }
  return at
}

const without = ({ headers }: HttpResponse, name: string) => headers.filter(([key]) => key.toLowerCase() !== name)

function retyped(response: HttpResponse, mediaType: string, text?: string): HttpResponse {
  const headers = [['content-type', mediaType] as const, ...without(response, 'content-type')]
  return { ...response, headers, ...(text !== undefined && { body: new TextEncoder().encode(text) }) }
}

const MOST_CROSSED = 200

/** Bodies with one property of another one: what conforms in each need not go together. */
function* crossed(starts: readonly Json[]): Generator<Json> {
  let left = MOST_CROSSED
  for (const start of starts)
    for (const other of starts)
      if (start !== other && isObject(start) && isObject(other))
        for (const [name, value] of Object.entries(other)) {
          if (left-- <= 0) return
          yield withProperty(start, name, value)
        }
}

const UTC_TIME = /(?<="\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)Z(?=")/g

/** Bodies with one time written with the offset that UTC has. */
function* withOffset(body: Json): Generator<Json> {
  const text = JSON.stringify(body)
  for (const { index } of text.matchAll(UTC_TIME)) {
    const value: Json = JSON.parse(`${text.slice(0, index)}+00:00${text.slice(index + 1)}`)
    yield value
  }
}

/** The same times in reverse. */
function backwards(body: { readonly [name: string]: Json }, names: readonly string[]): Json {
  const times = names.map((_, index) => `202${names.length - index}-01-01T00:00:00Z`)
  return { ...body, ...Object.fromEntries(names.map((name, index) => [name, times[index] ?? ''])) }
}
