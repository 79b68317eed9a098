import { type DocumentPlaces, documentPlaces } from '../../contract/constraints/index.ts'
import type { Contract } from '../../contract/model/index.ts'
import type { Outcome } from '../../http/index.ts'
import type { Breach } from '../../judging/checks/index.ts'
import { isConforming } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import {
  type Finding,
  type FindingPlace,
  findingId,
  isShownWhole,
  type Showing,
  writeEvidence,
} from '../../report/results/index.ts'
import type { OnceValues } from './once-values.ts'
import type { Sender } from './sender.ts'

/** A breach with the case that showed it, and what came back. */
export interface ShownBreach {
  readonly breach: Breach
  readonly testCase: Case
  readonly outcome: Outcome
  /** The place of its case in the plan; follow-ups come after all planned ones. */
  readonly order: number
  /** Its case was shrunk for it, so no other shows it better. */
  readonly minimal?: boolean
}

interface Gathered {
  shown: ShownBreach
  /** Where it showed: constraints, or operations of which a case showed it. */
  readonly places: Map<string, FindingPlace>
  /** What came back, each counted once, however often it was looked at. What is not shown is not kept. */
  readonly outcomes: WeakSet<Outcome>
  occurrences: number
  intermittent: boolean
  /** Only random cases have shown it. */
  random: boolean
}

/**
 * Gathers breaches into one finding for each cause, with the plainest witness. A cause is a check and a class at one place
 * of the document, whichever operations share it. A case that names no place is of its operation alone.
 */
export class Witnesses {
  readonly #contract: Contract
  readonly #best = new Map<string, Gathered>()

  constructor(contract: Contract) {
    this.#contract = contract
  }

  /** @returns whether its cause was not met before */
  add(shown: ShownBreach, intermittent = false): boolean {
    const { testCase, outcome } = shown
    const cause = this.#causeOf(shown)
    const gathered = this.#best.get(cause)
    const random = testCase.role === 'random'
    if (!gathered) {
      const places = new Map([placeOf(shown)])
      this.#best.set(cause, { shown, places, outcomes: new WeakSet([outcome]), occurrences: 1, intermittent, random })
    } else {
      gathered.places.set(...placeOf(shown))
      if (!gathered.outcomes.has(outcome)) gathered.occurrences++
      gathered.outcomes.add(outcome)
      gathered.random &&= random
      if (isPlainer(shown, gathered.shown)) gathered.shown = shown
    }
    return gathered === undefined && this.#isTold(shown)
  }

  get shownBreaches(): readonly ShownBreach[] {
    return this.#told.map(({ shown }) => shown)
  }

  /** What only random cases have shown, if a smaller case may show it too. */
  get shrinkable(): readonly ShownBreach[] {
    return [...this.#best.values()].flatMap(({ shown, intermittent, random }) =>
      random && !intermittent && !shown.minimal ? [shown] : [],
    )
  }

  /** Says that a confirmation did not show it again. */
  markIntermittent(shown: ShownBreach): void {
    const gathered = this.#best.get(this.#causeOf(shown))
    if (gathered) gathered.intermittent = true
  }

  isMarked(shown: ShownBreach): boolean {
    return this.#best.get(this.#causeOf(shown))?.intermittent ?? false
  }

  /** Ids of the constraints that are broken. */
  get broken(): ReadonlySet<string> {
    const places = [...this.#best.values()].flatMap((gathered) => [...gathered.places.values()])
    return new Set(places.flatMap(({ constraint }) => constraint ?? []))
  }

  findings(context: {
    readonly seed: number
    readonly origin: string
    readonly sender: Pick<Sender, 'dress' | 'sentAs'>
    readonly values: Pick<OnceValues, 'placesOf'>
    readonly showing: Showing
  }): Finding[] {
    const inOrder = this.#told.sort((a, b) => a.shown.order - b.shown.order)
    return inOrder.map(({ shown, places, occurrences, intermittent }): Finding => {
      const { breach, testCase, outcome } = shown
      const replay = {
        case: testCase.name,
        seed: context.seed,
        ...(testCase.random && { path: testCase.random.path }),
      }
      const { sender, values, origin } = context
      const request = sender.dress(sender.sentAs(testCase, outcome))
      const exchange = { request, renewed: values.placesOf(testCase), outcome, origin, replay }
      return {
        id: findingId(breach.check, this.#nameOf(shown), breach.class),
        subject: breach.subject,
        check: breach.check,
        severity: breach.severity,
        class: breach.class,
        intermittent,
        operation: testCase.operation,
        ...(places.size > 1 && { places: this.#inOrder(places) }),
        ...writeEvidence(breach, exchange, context.showing),
        occurrences,
      }
    })
  }

  /** Without those of which another one is the cause. */
  get #told(): Gathered[] {
    return [...this.#best.values()].filter(({ shown }) => this.#isTold(shown))
  }

  #isTold(shown: ShownBreach): boolean {
    const { impliedBy } = shown.breach
    if (impliedBy === undefined) return true
    return !this.#best.has(this.#causeOf({ ...shown, breach: { ...shown.breach, class: impliedBy } }))
  }

  get #document(): DocumentPlaces {
    return documentPlaces(this.#contract)
  }

  /** What has one cause is one finding. */
  #causeOf({ breach, testCase }: ShownBreach): string {
    const { check, subject, isEverywhere = false } = breach
    const about =
      subject.kind === 'constraint'
        ? // What the document does not demand, a check of the user's own does, of all operations.
          ((isEverywhere ? undefined : this.#document.placeOf(subject.constraint)) ?? check)
        : isEverywhere
          ? [subject.case]
          : (this.#document.placeOfCase(testCase.operation, subject.case) ?? [testCase.operation, subject.case])
    return JSON.stringify([check, breach.class, about])
  }

  /** What an id names: a constraint, or a case with its operation. */
  #nameOf({ breach: { subject, check, isEverywhere = false }, testCase }: ShownBreach): string {
    if (subject.kind === 'case') {
      if (isEverywhere) return subject.case
      const place = this.#document.placeOfCase(testCase.operation, subject.case)
      const first = place === undefined ? undefined : this.#document.firstOperationAt(place, subject.case)
      return `${first ?? testCase.operation} ${subject.case}`
    }
    const place = isEverywhere ? undefined : this.#document.placeOf(subject.constraint)
    return place === undefined ? check : (this.#document.firstIdAt(place) ?? subject.constraint)
  }

  #inOrder(places: ReadonlyMap<string, FindingPlace>): FindingPlace[] {
    const { order, placeOf } = this.#document
    const undocumented = [...places.values()].filter(
      ({ constraint }) => constraint !== undefined && placeOf(constraint) === undefined,
    )
    return order.flatMap((id) => places.get(id) ?? undocumented.filter(({ operation }) => operation === id))
  }
}

/** A place where a breach showed, behind what tells it from others. */
function placeOf({ breach: { subject }, testCase: { operation } }: ShownBreach): [string, FindingPlace] {
  if (subject.kind === 'case') return [operation, { operation }]
  return [subject.constraint, { operation, constraint: subject.constraint }]
}

/** How much a request has of what is not needed: nothing is plainer than the first request of its operation. */
const extrasOf = ({ testCase: { role, packed } }: ShownBreach): number =>
  role === 'base' || role === 'again' ? 0 : (packed?.features.length ?? 1)

const isRandom = ({ testCase }: ShownBreach): boolean => testCase.role === 'random'

const sizeOf = ({ testCase: { request }, outcome }: ShownBreach): number =>
  request.target.length + (request.body?.length ?? 0) + (outcome.kind === 'response' ? outcome.response.body.length : 0)

const isWhole = ({ testCase: { request } }: ShownBreach): boolean => isShownWhole(request.body)

/** Of what was not shrunk, a planned case is plainer to read than a random one, however short. */
function isPlainer(a: ShownBreach, b: ShownBreach): boolean {
  // Where operations only report, a finding weighs what it weighs in others.
  if (a.breach.severity !== b.breach.severity) return a.breach.severity === 'error'
  if (a.minimal !== b.minimal) return a.minimal === true
  if (isRandom(a) !== isRandom(b)) return isRandom(b)
  // What a report has only the beginning of cannot be replayed.
  if (isWhole(a) !== isWhole(b)) return isWhole(a)
  // A request that conforms is answered with that status even after everything is mended, so it can be replayed.
  if (isConforming(a.testCase.judged) !== isConforming(b.testCase.judged)) return isConforming(a.testCase.judged)
  if (extrasOf(a) !== extrasOf(b)) return extrasOf(a) < extrasOf(b)
  return sizeOf(a) < sizeOf(b) || (sizeOf(a) === sizeOf(b) && a.order < b.order)
}
