import type { SchemaConstraint } from '../../contract/constraints/index.ts'
import type { Contract, DocumentedResponse } from '../../contract/model/index.ts'
import type { HttpResponse } from '../../http/index.ts'
import {
  appendToken,
  isArray,
  isObject,
  type Json,
  type Pointer,
  parsePointer,
  valueAt,
  withValueAt,
} from '../../json/index.ts'
import { breaches, Draws, negatives, positive, TRY_LIMITS } from '../../planning/generators/index.ts'
import type { Answer } from './answer.ts'
import type { AnswerForm } from './answer-form.ts'
import { describedHeaders, headerText, withHeader } from './header-texts.ts'
import { startsOf } from './starts.ts'

const MOST_DRAWN = 8
/** Longer texts are not stretched to break a limit. */
const LONGEST = 100_000

/** How values of one place are sent: undefined if one cannot be. */
type Write = (value: Json) => HttpResponse | undefined

/** Answers whose body is meant to break a constraint; what was found by trying does, as `isAlone` says. */
export function* brokenBodies(
  form: AnswerForm,
  constraint: SchemaConstraint,
  isAlone: (response: HttpResponse) => boolean,
): Generator<Answer> {
  yield* brokenValues(form.contract, startsOf(form), constraint, form.write, isAlone)
}

/** The same of a header that is described; it is put in place of the one that there is. */
export function* brokenHeaders(
  contract: Contract,
  documented: DocumentedResponse,
  plain: HttpResponse,
  constraint: SchemaConstraint & { readonly place: { readonly name?: string } },
  isAlone: (response: HttpResponse) => boolean,
): Generator<Answer> {
  const header = describedHeaders(documented).find(({ name }) => name === constraint.place.name)
  if (!header) return
  const starts = (['fullest', 'barest'] as const).flatMap((name): Json[] => {
    const value = positive(contract, [header.schema], name)
    // In a list of its own, since it may be one.
    return value === undefined ? [] : [value]
  })
  const write = (value: Json): HttpResponse | undefined => {
    const text = headerText(header, value)
    return text === undefined ? undefined : withHeader(plain, header.name, text)
  }
  yield* brokenValues(contract, starts, constraint, write, isAlone)
}

function* brokenValues(
  contract: Contract,
  starts: readonly Json[],
  constraint: SchemaConstraint,
  write: Write,
  isAlone: (response: HttpResponse) => boolean,
): Generator<Answer> {
  const places = starts.flatMap((start) => {
    const pointer = pointerIn(start, constraint.pointer)
    return pointer === undefined ? [] : [{ start, pointer, current: valueAt(start, pointer) }]
  })
  const withValue = (start: Json, pointer: Pointer, value: Json | undefined): HttpResponse | undefined =>
    write(withValueAt(start, pointer, value))
  for (const { start, pointer, current } of places)
    if (current !== undefined)
      for (const { name, value } of breaches(constraint, current, contract)) {
        const response = withValue(start, pointer, value)
        if (response) yield { name, response }
      }
  if (constraint.kind === 'maxLength' && constraint.value < LONGEST)
    for (const { start, pointer } of places.slice(0, 1))
      for (const text of stretched(contract, constraint, constraint.value + 1)) {
        const response = withValue(start, pointer, text)
        if (response && isAlone(response)) {
          yield { name: 'one over, in its form', response }
          break
        }
      }
  // No rule tells what breaks any pattern, or what the branches of a union leave out.
  const issue = { pointer: '', keyword: constraint.kind, source: constraint.source, expected: '' }
  for (const { start, pointer } of places) {
    const validate = (value: Json) => {
      const response = withValue(start, pointer, value)
      return response && isAlone(response) ? [issue] : []
    }
    for (const { value } of negatives(Draws.of(contract), constraint.node, validate, TRY_LIMITS.values)) {
      const response = withValue(start, pointer, value)
      if (response) yield { name: 'found by trying', response }
    }
  }
}

/** Texts that fit a schema, made as long as that by repeating one character: a fraction of a second goes on and on. */
function* stretched(contract: Contract, { node }: SchemaConstraint, length: number): Generator<string> {
  for (const text of Draws.of(contract).values([node], Array(MOST_DRAWN).keys())) {
    if (typeof text !== 'string') continue
    const characters = [...text]
    for (let index = characters.length - 1; index >= 0; index--) {
      const more = (characters[index] ?? '').repeat(Math.max(0, length - characters.length))
      yield [...characters.slice(0, index), more, ...characters.slice(index)].join('')
    }
  }
}

/** The first instance of a template in a value; undefined if there is none. */
function pointerIn(value: Json, template: Pointer): Pointer | undefined {
  let pointer: Pointer = ''
  for (const token of parsePointer(template)) {
    const container = valueAt(value, pointer)
    if (token !== '*') pointer = appendToken(pointer, token)
    else if (isArray(container)) pointer = appendToken(pointer, 0)
    else if (isObject(container)) pointer = appendToken(pointer, Object.keys(container).at(-1) ?? 'x')
    else return undefined
  }
  return pointer
}
