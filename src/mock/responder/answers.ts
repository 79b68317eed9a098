import type { DocumentedResponse } from '../../contract/model/index.ts'
import type { HttpResponse } from '../../http/index.ts'
import type { Json } from '../../json/index.ts'
import { isKept, type OperationJudge } from '../../judging/messages/index.ts'
import { Draws, edges, severalItems } from '../../planning/generators/index.ts'
import type { Answer } from './answer.ts'
import { type AnswerForm, answerForms } from './answer-form.ts'
import { AnswerSeries } from './answer-series.ts'
import { describedHeaders, headerTexts, requiredHeaders, withHeader } from './header-texts.ts'
import { changed, generated, startsOf } from './starts.ts'

/** Random bodies that are drawn until one follows the advisories too. */
const MOST_DRAWN = 20
const STEP = 0x9e3779b1

/**
 * The answers that a documented response may be: its examples, then each edge of its schema. All conform, and follow
 * the document's advisories too.
 */
export class Answers {
  readonly #forms: readonly AnswerForm[]
  readonly #series: AnswerSeries

  constructor(judge: OperationJudge, documented: DocumentedResponse, status: number) {
    this.#forms = answerForms(judge, documented, status)
    this.#series = new AnswerSeries(answersOf(judge, documented, status, this.#forms))
  }

  /** The answer of a turn, from 0; past the last one they begin again. Undefined if none can be made. */
  at(turn: number): Answer | undefined {
    return this.#series.at(turn)
  }

  /** How many there are; makes them all. */
  get count(): number {
    return this.#series.count
  }

  /** The documented example of a name. */
  example(name: string): Answer | undefined {
    for (const form of this.#forms) {
      const documented = form.examples.find((candidate) => candidate.name === name)
      if (documented) return { name: `example ${name}`, response: form.write(documented.value) }
    }
    return undefined
  }

  get exampleNames(): readonly string[] {
    return this.#forms.flatMap(({ examples }) => examples.map(({ name }) => name))
  }

  /** A random one: the same for the same seed. If none can be drawn, that of the turn. */
  random(seed: number, turn: number): Answer | undefined {
    const form = this.#forms[turn % Math.max(this.#forms.length, 1)]
    if (!form?.schema) return this.at(turn)
    const seeds = Array.from(
      { length: MOST_DRAWN },
      (_, attempt) => (seed + Math.imul(turn * MOST_DRAWN + attempt, STEP)) | 0,
    )
    for (const body of Draws.of(form.contract).values([form.schema], seeds))
      if (form.fits(body)) return { name: `random ${turn}`, response: form.write(body) }
    return this.at(turn)
  }

  /** An answer with a body of somebody's own, in the first media type. */
  withBody(body: Json): HttpResponse | undefined {
    return this.#forms[0]?.write(body)
  }
}

function* answersOf(
  judge: OperationJudge,
  documented: DocumentedResponse,
  status: number,
  forms: readonly AnswerForm[],
): Generator<Answer> {
  const headers = requiredHeaders(judge.contract, documented)
  const bare: Answer = { name: 'no content', response: { status, headers, body: new Uint8Array() } }
  let first: Answer | undefined
  for (const answer of forms.length === 0 ? [bare] : answersIn(forms)) {
    first ??= answer
    yield answer
  }
  if (first) yield* withOtherHeaders(judge, documented, first)
}

function* answersIn(forms: readonly AnswerForm[]): Generator<Answer> {
  for (const form of forms) yield* answersInForm(form)
}

function* answersInForm(form: AnswerForm): Generator<Answer> {
  const { schema, examples, fits } = form
  const answer = (name: string, value: Json): Answer => ({ name, response: form.write(value) })
  for (const { name, value } of examples) yield answer(`example ${name}`, value)
  if (!schema) {
    if (examples.length === 0) yield answer('anything', {})
    return
  }
  const bodies = generated(form.contract, schema, fits)
  const isList = form.format.kind === 'sequence' || form.format.kind === 'parts'
  const several = isList ? severalItems(bodies.map(({ value }) => value)) : undefined
  if (several !== undefined && fits(several)) yield answer('several items', several)
  for (const { name, value } of bodies) if (fits(value)) yield answer(name, value)
  // An edge is tried on each start until it fits: some go with one example only.
  const done = new Set<string>()
  for (const start of startsOf(form, bodies))
    for (const edge of edges(form.contract, [schema], start)) {
      const key = `${edge.at} ${edge.name}`
      const value = done.has(key) ? undefined : changed(start, edge)
      if (value === undefined || !fits(value)) continue
      done.add(key)
      yield answer(key.trim(), value)
    }
}

/** An answer with each header as it may be, those that are not required among them. */
function* withOtherHeaders(
  judge: OperationJudge,
  documented: DocumentedResponse,
  { response }: Answer,
): Generator<Answer> {
  for (const header of describedHeaders(documented))
    for (const { name, text } of headerTexts(judge.contract, header)) {
      const answer = { name: `header ${header.name} ${name}`, response: withHeader(response, header.name, text) }
      if (isKept(judge.response(answer.response))) yield answer
    }
}
