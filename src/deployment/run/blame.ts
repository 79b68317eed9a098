import { isRequestConstraint, type SchemaConstraint } from '../../contract/constraints/index.ts'
import {
  equal,
  formatPointer,
  isArray,
  isObject,
  isTemplateOf,
  isWithin,
  type Json,
  lastToken,
  type Pointer,
  parentPointer,
  parsePointer,
  valueAt,
} from '../../json/index.ts'
import { type Exchange, type Explanation, isAlike, placeKeyOf, statusOf, UNNAMED } from '../../judging/checks/index.ts'
import {
  type Difference,
  differencesOf,
  isConforming,
  isRequestAtEdge,
  type JudgedRequest,
  requestInstances,
} from '../../judging/messages/index.ts'
import type { Case, Feature } from '../../planning/cases/index.ts'
import { isWronglyRefused } from './is-troubled.ts'
import { RefusedValues } from './refused-values.ts'
import type { RunState } from './run-state.ts'
import type { Tried } from './shrinker.ts'

/** Times of a place among which another one is looked for. */
const MOST_TIMES = 20

/** The one place in which a refused request differs from an accepted one. */
export interface Place {
  /** As differences name it: `in.name`, or `body`. */
  readonly place: string
  readonly pointer: Pointer
  /** What is there in the refused request; undefined if nothing is. */
  readonly value: Json | undefined
}

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

  /**
   * What a failure is about, if that is one place: nothing elsewhere explains it. What is explained by nothing is named by
   * its place, `request.query.filter`, unless `ofOneFeature` says that its own name tells more.
   */
  placed(failed: Tried, explanation: Explanation, ofOneFeature = false): Explanation {
    const [place, ...others] = isConforming(failed.exchange.judged) ? this.placesOf(failed) : []
    if (!place || others.length > 0) return explanation
    const { edge, trait, suspects } = explanation
    const where = `request.${place.place}`
    const isHere = edge
      ? isAbout(edge, place.place)
      : trait === undefined
        ? ofOneFeature
        : /^[: ]/.test(trait.replace(where, ''))
    const holder = this.#holderOfUnnamed(failed.testCase, place)
    if (holder !== undefined) {
      const name = `${inBody(holder)}: ${UNNAMED}`
      return { edge: undefined, name, place: { place: place.place, pointer: holder }, suspects: [name] }
    }
    if (isHere) return explanation
    const name = place.place === 'body' ? inBody(place.pointer) : where
    // What nothing explains accounts for whatever is refused; what its place explains, for that alone.
    return {
      edge: undefined,
      name,
      place: { place: place.place, pointer: place.pointer },
      suspects: edge || trait !== undefined ? [name] : suspects,
    }
  }

  /** What holds a property that the document does not name, if no such property was accepted there: what it is like is not why. */
  #holderOfUnnamed(testCase: Case, { place, pointer, value }: Place): Pointer | undefined {
    if (place !== 'body' || pointer === '' || value === undefined) return undefined
    const holder = parentPointer(pointer)
    const named = this.#run.document.namesAt(testCase.operation, holder)
    if (!named || named.includes(lastToken(pointer))) return undefined
    const namesIn = ({ body }: JudgedRequest): string[] => {
      const object = body === undefined ? undefined : valueAt(body, holder)
      // Where null is as good as nothing, it says nothing of a name.
      return isObject(object ?? null)
        ? Object.entries(object ?? {}).flatMap(([name, value]) => (value === null ? [] : [name]))
        : []
    }
    const accepted = this.#run.acceptedBy(testCase).flatMap(namesIn)
    return accepted.every((name) => named.includes(name)) ? holder : undefined
  }

  /** Whether one place tells a failed request from an accepted one. */
  isOfOnePlace(failed: Tried): boolean {
    return innermost(this.#allPlacesOf(failed)).length === 1
  }

  /**
   * What was put down to a place of another request that met the same server error, or no whole answer either, if this
   * one differs there too from all that was accepted. A place that operations share is one for all of them.
   */
  sharedPlace({ testCase, exchange }: Tried, explained: ReadonlyMap<Exchange, Explanation>): Explanation | undefined {
    const accepted = this.#run.acceptedBy(testCase)
    if (isWronglyRefused(exchange) || accepted.length === 0) return undefined
    for (const [other, explanation] of explained) {
      const { place, name } = explanation
      if (!place || !isAlike(other, exchange)) continue
      if (!this.#run.document.isOneCase(name, other.judge.operation.id, testCase.operation)) continue
      const isThere = (difference: Difference): boolean =>
        difference.place === place.place && isWithin(difference.pointer, place.pointer)
      if (accepted.every((request) => differencesOf(exchange.judged, request).some(isThere))) return explanation
    }
    return undefined
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
      const known = this.#run.plan.operations.get(operation)?.knownAt(place, part) ?? []
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

/** Without those that hold another: what is within is enough to tell a request by. */
const innermost = (places: readonly Place[]): Place[] =>
  places.filter(
    (outer) =>
      !places.some(
        (other) =>
          other.place === outer.place && other.pointer !== outer.pointer && isWithin(other.pointer, outer.pointer),
      ),
  )

const inBody = (pointer: Pointer): string => (pointer === '' ? 'request.body' : `request.body ${pointer}`)

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

/** Where requests differ, if that is in one place: a parameter, or a part of the body that is not all of it. */
function solePlace(
  [first, ...others]: readonly Difference[],
  { parameters, body }: JudgedRequest,
  isMap: boolean,
): Place | undefined {
  if (!first || others.some(({ place }) => place !== first.place)) return undefined
  const { place } = first
  const whole = place === 'body' ? body : parameters.get(place)
  const pointer = others.map((other) => other.pointer).reduce(commonPointer, first.pointer)
  // Several members of the whole body are several places.
  if (place === 'body' && pointer === '' && others.length > 0 && !isMap) return undefined
  const partOf = (part: Pointer): Json | undefined => (whole === undefined ? undefined : valueAt(whole, part))
  // To leave out several members is to leave out.
  const isLess = [first, ...others].every((difference) => partOf(difference.pointer) === undefined)
  return { place, pointer, value: isLess ? undefined : partOf(pointer) }
}

/** The innermost place that holds both. */
const commonPointer = (a: Pointer, b: Pointer): Pointer => (isWithin(b, a) ? a : commonPointer(parentPointer(a), b))
