import type { Contract, DocumentedResponse, SchemaNode } from '../contract/index.ts'
import { Draws, type Edge, edges, positive, Unsatisfiable, UnsupportedKeyword } from '../generators/index.ts'
import { byteText, type HttpResponse } from '../http/index.ts'
import { type Json, overlay, withValueAt } from '../json/index.ts'
import type { OperationJudge } from '../validation/index.ts'
import { type AnswerForm, answerForms, requiredHeaders } from './answer-form.ts'

/** A response with what it is, for a person: `example success`, `/errors absent`. */
export interface Answer {
  readonly name: string
  readonly response: HttpResponse
}

/** A mock that serves for long must not fill the memory. */
const MOST_ANSWERS = 1000
const MOST_PICKS = 8
/** Random bodies that are drawn until one follows the advisories too. */
const MOST_DRAWN = 20
const STEP = 0x9e3779b1

/**
 * The answers that a documented response may be: its examples, then each edge of its schema. All conform, and follow
 * the document's advisories too. Each is made when it is first asked for: there are many, and most are never asked for.
 */
export class Answers {
  readonly #forms: readonly AnswerForm[]
  readonly #made: Answer[] = []
  readonly #known = new Set<string>()
  #source: Iterator<Answer> | undefined

  constructor(judge: OperationJudge, documented: DocumentedResponse, status: number) {
    this.#forms = answerForms(judge, documented, status)
    const bare = { status, headers: requiredHeaders(judge, documented), body: new Uint8Array() }
    this.#source = answersOf(this.#forms, bare)
  }

  /** The answer of a turn; past the last one they begin again. Undefined where none can be made. */
  at(turn: number): Answer | undefined {
    while (this.#source && this.#made.length <= turn) {
      const { value, done } = this.#made.length < MOST_ANSWERS ? this.#source.next() : END
      if (done) this.#source = undefined
      else if (this.#isNew(value.response)) this.#made.push(value)
    }
    return this.#made[turn % this.#made.length]
  }

  /** How many there are; makes them all. */
  get count(): number {
    this.at(MOST_ANSWERS)
    return this.#made.length
  }

  /** The documented example of a name. */
  example(name: string): Answer | undefined {
    for (const form of this.#forms) {
      const found = form.examples.find((one) => one.name === name)
      if (found) return { name: `example ${name}`, response: form.write(found.value) }
    }
    return undefined
  }

  get exampleNames(): readonly string[] {
    return this.#forms.flatMap(({ examples }) => examples.map(({ name }) => name))
  }

  /** A random one: the same for the same seed. Where none can be drawn, that of the turn. */
  random(seed: number, turn: number): Answer | undefined {
    const form = this.#forms[turn % Math.max(this.#forms.length, 1)]
    if (!form?.schema) return this.at(turn)
    const nodes = [form.schema]
    try {
      for (let attempt = 0; attempt < MOST_DRAWN; attempt++) {
        const body = Draws.of(form.contract).value(nodes, (seed + Math.imul(turn * MOST_DRAWN + attempt, STEP)) | 0)
        if (form.fits(body)) return { name: `random ${turn}`, response: form.write(body) }
      }
    } catch (error) {
      if (!(error instanceof Unsatisfiable || error instanceof UnsupportedKeyword)) throw error
    }
    return this.at(turn)
  }

  /** An answer with a body of somebody's own, in the first media type. */
  withBody(body: Json): HttpResponse | undefined {
    return this.#forms[0]?.write(body)
  }

  #isNew({ headers, body }: HttpResponse): boolean {
    const key = `${headers.join('\n')}\n\n${byteText(body)}`
    return !this.#known.has(key) && this.#known.add(key) !== undefined
  }
}

const END = { value: undefined, done: true } as const

function* answersOf(forms: readonly AnswerForm[], bare: HttpResponse): Generator<Answer> {
  if (forms.length === 0) yield { name: 'no content', response: bare }
  for (const form of forms) yield* answersIn(form)
}

function* answersIn(form: AnswerForm): Generator<Answer> {
  const { schema, examples, fits } = form
  const answer = (name: string, value: Json): Answer => ({ name, response: form.write(value) })
  for (const { name, value } of examples) yield answer(`example ${name}`, value)
  if (!schema) {
    if (examples.length === 0) yield answer('anything', {})
    return
  }
  const made = generated(form.contract, schema, fits)
  for (const { name, value } of made) if (fits(value)) yield answer(name, value)
  // An edge is tried on each start until it fits: some go with one example only.
  const done = new Set<string>()
  for (const start of startsOf(form, made))
    for (const edge of edges(form.contract, [schema], start)) {
      const key = `${edge.at} ${edge.name}`
      const value = done.has(key) ? undefined : changed(start, edge)
      if (value === undefined || !fits(value)) continue
      done.add(key)
      yield answer(key.trim(), value)
    }
}

/** Conforming bodies that are varied, the fullest first: of all that is made and shown together, then each. */
export function startsOf(
  { schema, contract, examples, fits }: AnswerForm,
  made = schema ? generated(contract, schema, fits) : [],
): Json[] {
  const whole = [...made, ...examples.slice(0, 1)].reduce<Json | undefined>(
    (under, { value }) => (under === undefined ? value : overlay(under, value)),
    undefined,
  )
  const all = [...examples, ...made].map(({ value }) => value)
  return [...(whole === undefined ? [] : [whole]), ...all].filter(fits)
}

interface Made {
  readonly name: string
  readonly value: Json
}

/** Values made for a schema, the fullest first: where the first choice of branches does not fit, the next that does. */
function generated(contract: Contract, schema: SchemaNode, fits: (value: Json) => boolean): Made[] {
  return (['fullest', 'barest'] as const).flatMap((name) => {
    const made: Made[] = []
    for (let pick = 0; pick < MOST_PICKS; pick++) {
      const value = positive(contract, [schema], name, pick)
      if (value === undefined) continue
      // In a list of its own, since it may be one.
      if (fits(value)) return [{ name, value }]
      made.push({ name, value })
    }
    return made.slice(0, 1)
  })
}

const changed = (start: Json, { changes }: Edge): Json =>
  changes.reduce<Json>(
    (body, { pointer, value }) => (pointer === '' ? (value ?? null) : withValueAt(body, pointer, value)),
    start,
  )
