import { isRequestConstraint, type SchemaConstraint } from '../../contract/constraints/index.ts'
import {
  equal,
  formatPointer,
  isArray,
  isTemplateOf,
  isWithin,
  type Json,
  type Pointer,
  parentPointer,
  parsePointer,
} from '../../json/index.ts'
import { placeKeyOf, statusOf } from '../../judging/checks/index.ts'
import {
  type Difference,
  differencesOf,
  isRequestAtEdge,
  type JudgedRequest,
  requestInstances,
} from '../../judging/messages/index.ts'
import type { Case, Feature } from '../../planning/cases/index.ts'
import { isWronglyRefused } from './is-troubled.ts'
import { RefusedValues } from './refused-values.ts'
import type { RunState } from './run-state.ts'
import type { Tried } from './shrinker.ts'
import { innermost, type Place, solePlace } from './sole-place.ts'

/** Times of a place among which another one is looked for. */
const MOST_TIMES = 20

/**
 * Decides whether a deployment is to blame for refusing a request that keeps every constraint. It is if a fresh twin was
 * accepted that differs in one place alone, and if a further value of that place was accepted too: else the place may
 * take none but values that the deployment knows, such as the key of something.
 */
export class Blame {
  readonly #run: RunState
  /** By operation. */
  readonly #onlyKnown = new Map<string, Place[]>()
  readonly #refused = new RefusedValues()

  constructor(run: RunState) {
    this.#run = run
  }

  /** Takes note of what was refused, so that the values that a place takes can be held against those that it does not. */
  hear(refused: Tried): void {
    if (!isWronglyRefused(refused.exchange)) return
    this.#refused.add(refused.testCase.operation, refused.exchange.judged, this.#allPlacesOf(refused))
  }

  /** Takes note of a refused request that is unlike any other, so that each place of it may be why. */
  overhear({ testCase, exchange }: Tried): void {
    if (isWronglyRefused(exchange)) this.#refused.add(testCase.operation, exchange.judged, [])
  }

  /** Whether one place tells a failed request from an accepted one. */
  isOfOnePlace(failed: Tried): boolean {
    return innermost(this.#allPlacesOf(failed)).length === 1
  }

  /** The innermost of the places that tell a request from accepted ones, each alone. */
  placesOf(failed: Tried): Place[] {
    return innermost(this.#allPlacesOf(failed))
  }

  /** The places that tell a request from those without its trouble, each alone; none if one of them says the same. */
  #allPlacesOf({ testCase, exchange }: Tried): Place[] {
    const { judged, judge } = exchange
    const accepted = this.#run.ledger.acceptances(judge.operation).requests
    const others = accepted.length > 0 ? accepted : this.#run.innocentOf(testCase.operation, exchange)
    const places = new Map<string, Place>()
    for (const other of others) {
      const differences = differencesOf(judged, other)
      if (differences.length === 0) return []
      const place = this.#solePlace(testCase, differences, judged)
      if (place) places.set(keyOf(testCase, place), place)
    }
    return [...places.values()]
  }

  #solePlace(testCase: Case, differences: readonly Difference[], judged: JudgedRequest): Place | undefined {
    // The members of a map are no places of the document: it is one place, with more or fewer of them.
    const isMap = !this.#run
      .judgeOf(testCase)
      .constraints.filter(isRequestConstraint)
      .some(({ place, pointer }) => place.in === 'body' && /^\/(?!\*)/.test(pointer))
    return solePlace(differences, judged, isMap)
  }

  /** Whether a refusal at `order` of the run accuses the deployment. If not, the ledger learns why. */
  accuses(refused: Tried, order: number): boolean {
    const { testCase, exchange } = refused
    if (!isWronglyRefused(exchange)) return true
    const { judged } = exchange
    const acceptances = this.#run.ledger.acceptances(this.#run.judgeOf(testCase).operation)
    const onlyKnown = new Map<string, Place>()
    const isTelling = (twin: JudgedRequest): boolean => {
      const differences = differencesOf(judged, twin)
      // Two requests may say the same, and differ in their form alone.
      if (differences.length === 0) return isOfForm(testCase)
      const place = this.#solePlace(testCase, differences, judged)
      if (!place || this.#isTelling(testCase, judged, place)) return place !== undefined
      onlyKnown.set(`${place.place} ${place.pointer}`, place)
      return false
    }
    if (acceptances.beside(order, isTelling) === 'fresh twin') return true
    // If nothing is accepted any more, the place is not why.
    if (acceptances.beside(order, () => true) !== 'fresh twin') return false
    const reason = `takes only known values, as far as was seen: ${statusOf(exchange)} was answered to another one`
    for (const place of onlyKnown.values()) this.takesOnlyKnown(refused, place, reason)
    return false
  }

  /** Whether one of some features is at a place that takes only known values. */
  isAccountedFor(operation: string, features: readonly Feature[]): boolean {
    const changes = features.flatMap((feature) => feature.changes)
    return (this.#onlyKnown.get(operation) ?? []).some((known) =>
      changes.some((change) =>
        change.in === 'parameter'
          ? change.key === known.place
          : change.in === 'body' && known.place === 'body' && isWithin(change.pointer, known.pointer),
      ),
    )
  }

  /** Whether one twin is enough, or a further value was accepted. */
  #isTelling(testCase: Case, judged: JudgedRequest, { place, pointer, value }: Place): boolean {
    if (value === undefined || typeof value === 'boolean') return true
    const judge = this.#run.judgeOf(testCase)
    const constraints = judge.constraints.filter(isRequestConstraint)
    const isListed = (constraint: SchemaConstraint): boolean =>
      (constraint.kind === 'enum' || constraint.kind === 'const') &&
      isAbout(constraint, place) &&
      (isArray(value) ? value : [value]).every((member) =>
        requestInstances(constraint, judged).some((instance) => equal(instance, member)),
      )
    if (constraints.some(isListed)) return true
    const acceptances = this.#run.ledger.acceptances(judge.operation)
    // From when or until when a time is taken can be said in no document.
    if (isOutOfTime(value, acceptances.valuesAt(place, pointer, MOST_TIMES))) return false
    const isOpen = (part: Pointer): boolean => {
      const { operation } = testCase
      const known = this.#run.plan.part(operation)?.plan?.knownAt(place, part) ?? []
      const refused = { place, pointer }
      const { madeNames: made } = this.#run
      return this.#refused.isOpen({ operation, part: { place, pointer: part }, refused, acceptances, known, made })
    }
    if (isOpen(pointer)) return true
    // What nobody named is no key of anything: it is a further member of what holds it.
    const isNamed = constraints.some((constraint) => isAbout(constraint, place) && constraint.pointer === pointer)
    return pointer !== '' && !isNamed && isOpen(parentPointer(pointer))
  }

  /** Knows why a value that was refused at a place is no fault. */
  takesOnlyKnown({ testCase, exchange }: Tried, known: Place, reason: string): void {
    const { operation } = testCase
    this.#onlyKnown.set(operation, [...(this.#onlyKnown.get(operation) ?? []), known])
    for (const constraint of this.#run.judgeOf(testCase).constraints)
      if (isRequestConstraint(constraint) && isAt(constraint, known) && isRequestAtEdge(constraint, exchange.judged))
        this.#run.onlyKnown.set(constraint.id, reason)
  }
}

const isTime = (value: Json): value is string => typeof value === 'string' && /^\d{4}-\d\d-\d\d(?:$|[Tt ])/.test(value)

/** Whether a date, or a time with one, is before or behind all others. */
function isOutOfTime(value: Json, others: readonly Json[]): boolean {
  const times = others.filter(isTime)
  return (
    isTime(value) &&
    times.length > 0 &&
    (times.every((other) => value < other) || times.every((other) => value > other))
  )
}

const keyOf = ({ operation }: Case, { place, pointer }: Pick<Place, 'place' | 'pointer'>): string =>
  `${operation} ${place} ${pointer}`

const isAbout = (constraint: SchemaConstraint, name: string): boolean => placeKeyOf(constraint) === name

/** Whether a constraint is about a place, or about something in it. */
function isAt(constraint: SchemaConstraint, { place, pointer }: Place): boolean {
  const tokens = parsePointer(constraint.pointer).slice(0, parsePointer(pointer).length)
  return isAbout(constraint, place) && isTemplateOf(formatPointer(tokens), pointer)
}

/** Whether what a case tries is the form of its message, such as the case of its media type. */
const isOfForm = ({ packed }: Case): boolean =>
  packed?.features.length === 1 &&
  packed.features.every(({ changes }) => changes.every((change) => change.in !== 'parameter' && change.in !== 'body'))
