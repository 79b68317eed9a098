import { equal, isWithin, type Json, type Pointer, parentPointer, valueAt } from '../../json/index.ts'
import { isAccepted } from '../../judging/checks/index.ts'
import { differencesOf, type JudgedRequest } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import type { Blame } from './blame.ts'
import { isTroubled } from './is-troubled.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'
import type { Tried } from './shrinker.ts'
import type { Place } from './sole-place.ts'

/** Places of a whole run whose values are sent beside other ones: each takes some requests. */
const MOST_SENT = 12
/** Places that a reason names. */
const MOST_NAMED = 3

/**
 * Rules between fields, which no document can say: the start comes before the end, either `q` or `tag` is given. What is
 * refused in one request and accepted beside other values in another breaks such a rule, and is no fault by itself.
 */
export class FieldRules {
  readonly #run: RunState
  readonly #resender: Resender
  readonly #blame: Blame
  /** Places whose values were sent beside other ones, by operation, and with what names of others they go together. */
  readonly #sent = new Map<string, string | undefined>()

  constructor(run: RunState, resender: Resender, blame: Blame) {
    this.#run = run
    this.#resender = resender
    this.#blame = blame
  }

  /** Whether a refusal that would be blamed on a place follows from such a rule. Then the ledger learns of it. */
  async excuse(refused: Tried): Promise<boolean> {
    const places = this.#blame.placesOf(refused)
    if (places.length === 0) return false
    for (const place of places) {
      const names = await this.#goesWith(refused, place)
      if (names === undefined) return false
      this.#blame.takesOnlyKnown(refused, place, `takes only known values together with ${names}`)
    }
    return true
  }

  /** Names the places with which a value goes together; undefined if it is accepted nowhere. */
  async #goesWith(refused: Tried, place: Place): Promise<string | undefined> {
    const { testCase, exchange } = refused
    const named = (accepted: JudgedRequest | undefined): string | undefined =>
      accepted && namesOf(exchange.judged, accepted, place)
    const names = named(this.#acceptedBeside(refused, place))
    if (names !== undefined) return names
    const key = `${testCase.operation} ${place.place} ${place.pointer}`
    // If one value of a place follows a rule, its others do.
    if (!this.#sent.has(key) && this.#sent.size < MOST_SENT)
      this.#sent.set(key, named(await this.#sendBeside(testCase, place)))
    return this.#sent.get(key)
  }

  #acceptedBeside({ testCase, exchange }: Tried, place: Place): JudgedRequest | undefined {
    const { operation } = this.#run.judgeOf(testCase)
    const { requests } = this.#run.ledger.acceptances(operation)
    return requests.find((accepted) => isSameAt(place, exchange.judged, accepted))
  }

  async #sendBeside(testCase: Case, part: Place): Promise<JudgedRequest | undefined> {
    const { place, pointer, value } = part
    const change =
      place === 'body' ? ({ in: 'body', pointer, value } as const) : ({ in: 'parameter', key: place, value } as const)
    const plan = this.#run.plan.part(testCase.operation)?.plan
    for (const other of plan?.elsewhere(testCase, change) ?? []) {
      const exchange = await this.#resender.try(other)
      if (exchange === undefined) return undefined
      if (!isTroubled(exchange)) this.#run.take(other, exchange)
      if (isAccepted(exchange) && isSameAt(part, testCase.judged, other.judged)) return other.judged
    }
    return undefined
  }
}

const wholeOf = ({ parameters, body }: JudgedRequest, place: string): Json | undefined =>
  place === 'body' ? body : parameters.get(place)

const partAt = (judged: JudgedRequest, place: string, pointer: Pointer): Json | undefined => {
  const whole = wholeOf(judged, place)
  return whole === undefined ? undefined : valueAt(whole, pointer)
}

/** Whether two requests say the same at a place. If one says nothing there, what holds the place must be the same. */
function isSameAt({ place, pointer, value }: Place, a: JudgedRequest, b: JudgedRequest): boolean {
  const [wholeOfA, wholeOfB] = [wholeOf(a, place), wholeOf(b, place)]
  if (value === undefined && (wholeOfA === undefined) !== (wholeOfB === undefined)) return false
  const parent = parentPointer(pointer)
  const part = value === undefined && pointer !== '' && parent !== '' ? parent : pointer
  const [left, right] = [partAt(a, place, part), partAt(b, place, part)]
  return left === right || (left !== undefined && right !== undefined && equal(left, right))
}

/** The places in which two requests differ, but for one. */
function namesOf(refused: JudgedRequest, accepted: JudgedRequest, { place, pointer }: Place): string {
  const names = differencesOf(refused, accepted)
    .filter((difference) => difference.place !== place || !isWithin(difference.pointer, pointer))
    .map((difference) => (difference.place === 'body' ? difference.pointer || 'another body' : difference.place))
  const distinct = [...new Set(names)]
  const more = distinct.length > MOST_NAMED ? ` and ${distinct.length - MOST_NAMED} more` : ''
  return `${distinct.slice(0, MOST_NAMED).join(', ')}${more}`
}
