import { isObject, isWithin, lastToken, type Pointer, parentPointer, valueAt } from '../../json/index.ts'
import { type Exchange, type Explanation, isAlike, placeKeyOf, UNNAMED } from '../../judging/checks/index.ts'
import { type Difference, differencesOf, isConforming, type JudgedRequest } from '../../judging/messages/index.ts'
import { placeName } from '../../planning/cases/index.ts'
import type { Blame } from './blame.ts'
import { isWronglyRefused } from './is-troubled.ts'
import type { RunState } from './run-state.ts'
import type { Tried } from './shrinker.ts'
import type { Place } from './sole-place.ts'

/** Names failures by the one place that they are about, so that one fault has one name, whichever requests met it. */
export class PlaceNames {
  readonly #run: RunState
  readonly #blame: Blame
  /** Failures that were put down to something of a request. */
  readonly #known: (Tried & { readonly explanation: Explanation })[] = []

  constructor(run: RunState, blame: Blame) {
    this.#run = run
    this.#blame = blame
  }

  /**
   * What a failure is about, if that is one place: nothing elsewhere explains it. What is explained by nothing is named by
   * its place, `request.query.filter`, unless `ofOneFeature` says that its own name tells more.
   */
  placed(failed: Tried, explanation: Explanation, ofOneFeature = false): Explanation {
    const [place, ...others] = isConforming(failed.exchange.judged) ? this.#blame.placesOf(failed) : []
    if (!place || others.length > 0) return explanation
    const { edge, trait, suspects } = explanation
    const where = placeName({ ...place, pointer: '' })
    // The name of a case that was drawn at random, or says much at once, tells nothing of the place.
    const tells = ofOneFeature || (trait !== undefined && explanation.name.startsWith(where))
    const isHere = edge
      ? placeKeyOf(edge) === place.place
      : tells && (trait === undefined || /^[: ]/.test(trait.replace(where, '')))
    const holder = this.#holderOfUnnamed(failed, place)
    if (holder !== undefined) {
      const name = `${inBody(holder)}: ${UNNAMED}`
      return { edge: undefined, name, place: { place: place.place, pointer: holder }, suspects: [name] }
    }
    if (isHere) return explanation
    const name = place.place === 'body' ? placeName(place) : where
    // What nothing explains accounts for whatever is refused; what its place explains, for that alone.
    return {
      edge: undefined,
      name,
      place: { place: place.place, pointer: place.pointer },
      suspects: edge || trait !== undefined ? [name] : suspects,
    }
  }

  /** Takes note of what a failure was put down to. */
  know({ testCase, exchange }: Tried, explanation: Explanation): void {
    if (explanation.edge === undefined) this.#known.push({ testCase, exchange, explanation })
  }

  /**
   * What a failure of another operation was put down to, at a place that both share, if that may be why this one failed
   * alike: it has the same trait as a suspect, or a property that the document does not name in the same object.
   */
  ofOther({ testCase, exchange }: Tried, suspects: readonly string[] = []): Explanation | undefined {
    const { operation } = testCase
    for (const { testCase: other, exchange: alike, explanation } of this.#known) {
      const { name, trait, place } = explanation
      if (other.operation === operation || !isAlike(alike, exchange)) continue
      if (!this.#run.document.isOneCase(name, other.operation, operation)) continue
      const isSuspect = trait === name && suspects.includes(name)
      const isUnnamed = place !== undefined && name === `${inBody(place.pointer)}: ${UNNAMED}`
      if (isSuspect || (isUnnamed && this.#hasUnnamed({ testCase, exchange }, place.pointer))) return explanation
    }
    return undefined
  }

  /** Whether a request has a property that the document does not name in an object where no accepted one has any. */
  #hasUnnamed({ testCase, exchange }: Tried, holder: Pointer): boolean {
    const named = this.#run.document.namesAt(testCase.operation, holder)
    const isUnnamed = (request: JudgedRequest): boolean =>
      namesIn(request, holder).some((name) => !named?.includes(name))
    return named !== undefined && isUnnamed(exchange.judged) && !this.#run.acceptedBy(testCase).some(isUnnamed)
  }

  /** What holds a property that the document does not name, if no such property was accepted there: what it is like is not why. */
  #holderOfUnnamed(failed: Tried, { place, pointer, value }: Place): Pointer | undefined {
    if (place !== 'body' || value === undefined) return undefined
    const holder = parentPointer(pointer)
    const named = this.#run.document.namesAt(failed.testCase.operation, holder)
    const isUnnamed = pointer !== '' && named !== undefined && !named.includes(lastToken(pointer))
    if (isUnnamed && this.#hasUnnamed(failed, holder)) return holder
    return pointer !== '' && this.#hasUnnamed(failed, pointer) ? pointer : undefined
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
}

const inBody = (pointer: Pointer): string => placeName({ place: 'body', pointer })

/** The names of an object in a body that have a value. */
function namesIn({ body }: JudgedRequest, holder: Pointer): string[] {
  const object = body === undefined ? undefined : valueAt(body, holder)
  // Where null is as good as nothing, it says nothing of a name.
  return isObject(object ?? null)
    ? Object.entries(object ?? {}).flatMap(([name, value]) => (value === null ? [] : [name]))
    : []
}
