import { type Constraint, shortId } from '../../contract/constraints/index.ts'
import {
  type Contract,
  ContractError,
  type DocumentedResponse,
  type MediaType,
  matchesWildcard,
  type Operation,
} from '../../contract/model/index.ts'
import { acceptQuality, concreteMediaType } from '../../http/index.ts'
import { documentedResponse, OperationJudge } from '../../judging/messages/index.ts'
import type { Answer } from './answer.ts'
import { AnswerSeries } from './answer-series.ts'
import { Answers } from './answers.ts'
import { breakingAnswers } from './breaking-answers.ts'
import type { Choice } from './choice.ts'
import { withNewIds } from './new-ids.ts'
import { statusFor, successes } from './statuses.ts'

/** Gives the turn of a series of answers if the choice gives none. */
export type TurnOf = (series: string) => number

/** Broken answers to one constraint; there may be many constraints that are wanted broken. */
const MOST_BROKEN = 8
const MOST_SERIES = 100

/** The answers of one operation, each made when it is first asked for. */
export class OperationAnswers {
  readonly judge: OperationJudge
  readonly #operation: Operation
  /** By status and, if there are fewer than documented, media types. */
  readonly #answers = new Map<string, Answers>()
  readonly #broken = new Map<string, AnswerSeries>()

  constructor(contract: Contract, operation: Operation) {
    this.judge = new OperationJudge(contract, operation)
    this.#operation = operation
  }

  /** Those with a status, of any media type; undefined if it is not documented. */
  of(status: number): Answers | undefined {
    const documented = documentedResponse(this.#operation, status)
    return documented && this.#answersOf(documented, status)
  }

  /** Those of the media types that a request likes best; of all if it accepts none, or there is one. */
  #accepted(status: number, accept: string | undefined): { readonly series: string; readonly answers?: Answers } {
    const documented = documentedResponse(this.#operation, status)
    const series = `${this.#operation.id} ${status}`
    const content = documented && preferred(documented, accept)
    if (!documented || !content || content.length === 0 || content.length === documented.content.length) {
      const answers = documented && this.#answersOf(documented, status)
      return { series, ...(answers && { answers }) }
    }
    const names = content.map(({ name }) => name).join()
    return { series: `${series} ${names}`, answers: this.#answersOf({ ...documented, content }, status, names) }
  }

  #answersOf(documented: DocumentedResponse, status: number, mediaTypes = ''): Answers {
    const key = `${status} ${mediaTypes}`
    const answers = this.#answers.get(key) ?? new Answers(this.judge, documented, status)
    // Whoever accepts ever other media types fills no memory with them.
    if (this.#answers.size < MOST_SERIES) this.#answers.set(key, answers)
    return answers
  }

  /** An answer with one of the statuses, the first that is documented and can be given; of what a request accepts. */
  withStatus(
    statuses: readonly number[],
    { mode = 'boundary', turn, seed = 1 }: Choice,
    turnOf: TurnOf,
    accept?: string,
  ): Answer | undefined {
    for (const status of statuses) {
      const { answers, series } = this.#accepted(status, accept)
      if (!answers?.at(0)) continue
      if (mode === 'example') return answers.at(0)
      const number = turn ?? turnOf(series)
      if (mode === 'random') return answers.random(seed, number)
      const answer = answers.at(number)
      return answer && withNewIds(this.judge, answer, number)
    }
    return undefined
  }

  /** Whether a success of a media type that a request accepts can be given, or one without content. */
  isAcceptable(accept: string): boolean {
    const documented = successes(this.#operation).flatMap((status) => documentedResponse(this.#operation, status) ?? [])
    return (
      documented.length === 0 ||
      documented.some((response) => response.content.length === 0 || preferred(response, accept).length > 0)
    )
  }

  /** The answer to a request that is let in. Throws ContractError for what the contract does not have. */
  chosen(choice: Choice, turnOf: TurnOf, accept?: string): Answer | undefined {
    const { status, example, body, breaks, turn } = choice
    if (breaks !== undefined) return this.#breaking(breaks, turn, turnOf)
    if (status !== undefined && !documentedResponse(this.#operation, status)) {
      const documented = this.#operation.responses.map((response) => response.status).join(', ')
      throw this.#error(`documents no response ${status}, only ${documented}`)
    }
    // 200, by `default`.
    const statuses = status === undefined ? [...successes(this.#operation), 200] : [status]
    if (example !== undefined) return this.#example(example, status)
    if (body !== undefined) {
      const response = statuses.flatMap((code) => this.of(code) ?? [])[0]?.withBody(body)
      if (!response) throw this.#error(`documents no body of a response ${statuses[0]}`)
      return { name: 'a body of its own', response }
    }
    return this.withStatus(statuses, choice, turnOf, accept)
  }

  #example(name: string, status: number | undefined): Answer {
    const statuses =
      status === undefined
        ? this.#operation.responses.map((response) => statusFor(response, this.#operation))
        : [status]
    const all = statuses.flatMap((code) => this.of(code) ?? [])
    for (const answers of all) {
      const answer = answers.example(name)
      if (answer) return answer
    }
    const names = [...new Set(all.flatMap(({ exampleNames }) => exampleNames))].join(', ')
    const ofStatus = status === undefined ? '' : ` for status ${status}`
    throw this.#error(`documents no example ${JSON.stringify(name)}${ofStatus}${names === '' ? '' : `, only ${names}`}`)
  }

  #breaking(pattern: string, turn: number | undefined, turnOf: TurnOf): Answer {
    const { judge } = this
    const constraints = judge.constraints.filter(
      (constraint) => constraint.party === 'deployment' && constraint.implied === undefined,
    )
    const namedBy = (isNamed: (id: string) => boolean): Constraint[] =>
      constraints.filter((constraint) => isNamed(constraint.id) || isNamed(shortId(constraint)))
    const exact = namedBy((id) => id === pattern)
    const broken = exact.length > 0 ? exact : namedBy((id) => matchesWildcard(pattern, id))
    if (broken.length === 0) throw this.#error(`has no constraint of a response ${JSON.stringify(pattern)}`)
    const key = broken.map(({ id }) => id).join('\n')
    const series =
      this.#broken.get(key) ??
      new AnswerSeries(seriesOf(broken.map((constraint) => breakingAnswers(judge, constraint))))
    // What is wanted may come from requests: whoever wants ever new ones fills no memory with them.
    if (this.#broken.size < MOST_SERIES) this.#broken.set(key, series)
    const answer = series.at(turn ?? turnOf(`${this.#operation.id} breaks ${key}`))
    if (!answer) throw this.#error(`has no answer that breaks ${JSON.stringify(pattern)} alone`)
    return answer
  }

  #error(reason: string): ContractError {
    return new ContractError(`${this.#operation.id} ${reason}`, this.#operation.source)
  }
}

/** The media types of a response that a request wants most; none if it accepts none (RFC 9110, 12.5.1). */
function preferred({ content }: DocumentedResponse, accept: string | undefined): readonly MediaType[] {
  if (accept === undefined) return content
  const wanted = content.map((media) => ({ media, quality: acceptQuality(accept, concreteMediaType(media.name)) }))
  const most = Math.max(...wanted.map(({ quality }) => quality))
  return most <= 0 ? [] : wanted.filter(({ quality }) => quality === most).map(({ media }) => media)
}

function* seriesOf(all: readonly Iterable<Answer>[]): Generator<Answer> {
  for (const answers of all) {
    let rest = MOST_BROKEN
    for (const answer of answers) {
      yield answer
      if (--rest <= 0) break
    }
  }
}
