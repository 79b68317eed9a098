import type { Constraint } from '../../contract/constraints/index.ts'
import { LARGEST_BODY } from '../../http/index.ts'
import { type Json, type Pointer, valueAt } from '../../json/index.ts'
import type { OperationFinder, OperationJudge } from '../../judging/messages/index.ts'
import { whyNoAnswer } from '../generators/index.ts'
import type { Base } from './base.ts'
import { baseDraft, fullDraft } from './base-draft.ts'
import type { Case } from './case.ts'
import { applyFeatures, type Draft, type LeftOut, type NamedDraft, type ValueChange } from './draft.ts'
import { elsewhere } from './elsewhere.ts'
import { rebased } from './footing.ts'
import type { KeyPlace } from './key-place.ts'
import { keyPlaces } from './key-places.ts'
import { isAsMeant, makeCase, packedCase } from './make-case.ts'
import { type CasesOptions, firstCase, operationCases, PLAN_LIMIT } from './operation-cases.ts'
import { positivePacks } from './positive-packs.ts'
import { type Rung, rungsOf } from './rungs.ts'
import { startCases, startDrafts } from './starts.ts'
import { type Untried, untriedOf } from './untried.ts'

/** Why an operation has no cases, or none of a kind: known when all of its cases are made. */
export interface Unplanned {
  /** Why there are no cases, or none of a kind. */
  readonly unplanned: ReadonlyMap<string, string>
  /** By the ids of constraints. */
  readonly untried: ReadonlyMap<string, Untried>
}

/** The cases of one operation, and why some things have none. */
export interface OperationCases extends Unplanned {
  readonly cases: readonly Case[]
}

/** What each request is about, one by one; and in the end, what none is about. */
export type CaseStream = Generator<Case, Unplanned>

/** Plans one operation: from its first request or, if a deployment refuses that, from one that it accepts. */
export class OperationPlan {
  /** The first request; undefined if none can be sent. */
  readonly first: Case | undefined
  readonly #base: Base
  readonly #finder: OperationFinder
  readonly #options: CasesOptions
  readonly #largeBody: () => number
  #drafts: readonly NamedDraft[] | undefined
  #starts: readonly Case[] | undefined
  #keyPlaces: readonly KeyPlace[] | undefined

  /** `largeBody` is how large a body may be made: it is asked for only if cases with bodies are made. */
  constructor(base: Base, finder: OperationFinder, options: CasesOptions, largeBody: () => number) {
    this.#base = base
    this.#finder = finder
    this.#options = options
    this.#largeBody = largeBody
    this.first = firstCase(base, finder)
  }

  /** What is sent in turn if the first request is refused, until one is accepted. */
  get starts(): readonly Case[] {
    this.#starts ??= startCases(this.#base, this.#startDrafts)
    return this.#starts
  }

  /** What may have to be new in each request, if one is refused that was accepted before. */
  get keyPlaces(): readonly KeyPlace[] {
    this.#keyPlaces ??= keyPlaces(this.#base)
    return this.#keyPlaces
  }

  /** The cases, each made when it is asked for. */
  planned(): CaseStream {
    return this.#casesOf(this.#base, this.first)
  }

  /** Whether one of its edges is a body of nearly the size that every server takes. */
  get hasLargeBody(): boolean {
    if (!this.#base.body) return false
    const base = { ...this.#base, largeBody: LARGEST_BODY }
    return positivePacks(base).some(
      (pack) => (packedCase(this.#judge, pack).request.body?.length ?? 0) > LARGEST_BODY / 2,
    )
  }

  /** The digest of the first request with all that is optional. */
  get fullest(): string {
    return makeCase(this.#judge, '', fullDraft(this.#base)).digest
  }

  /** What the fullest request has and a starting point lacks. */
  rungs(start: Case): readonly Rung[] {
    return rungsOf(this.#base, this.#draftOf(start), this.#startDrafts)
  }

  /** The starting point with rungs; undefined if the contract does not allow them together. */
  climbed(start: Case, rungs: readonly Rung[]): Case | undefined {
    const name = `${start.name} with ${rungs.length === 1 ? rungs[0]?.name : `${rungs.length} optional values`}`
    const draft = applyFeatures(this.#draftOf(start), rungs)
    const climbed = makeCase(this.#judge, rungs.length === 0 ? start.name : name, draft, { role: 'start' })
    return isAsMeant(climbed) ? climbed : undefined
  }

  /** The cases made again from a starting point with rungs, without what is left out. */
  from(start: Case, rungs: readonly Rung[], leftOut: readonly LeftOut[]): OperationCases {
    return collected(this.streamFrom(start, rungs, leftOut))
  }

  /** The same, each made when it is asked for. */
  streamFrom(start: Case, rungs: readonly Rung[], leftOut: readonly LeftOut[]): CaseStream {
    const draft = applyFeatures(this.#draftOf(start), rungs)
    return this.#casesOf(rebased(this.#base, { name: start.name, draft, leftOut }))
  }

  /** The values at a place that the document or the user gives, or that stand for them: a deployment may know them. */
  knownAt(place: string, pointer: Pointer): Json[] {
    const { parameterSets, body } = this.#base
    const wholes: readonly (Json | undefined)[] =
      place === 'body' ? (body?.bodies ?? []).map(({ value }) => value) : parameterSets.map((set) => set.get(place))
    return wholes.flatMap((whole) => (whole === undefined ? [] : (valueAt(whole, pointer) ?? [])))
  }

  /** Whether a value of a path parameter names nothing that any deployment has. */
  namesNothing(key: string, value: Json | undefined): boolean {
    return this.#base.guard.naming(key, value) === 'nothing'
  }

  /** The option without which no request of the operation goes to what is there, if known values are not enough. */
  get permission(): string | undefined {
    return this.#base.guard.permission
  }

  /** Why no success can be answered, whatever is sent. */
  get whyNoAnswer(): string | undefined {
    return whyNoAnswer(this.#judge.contract, this.#judge.operation)
  }

  /** Whether a constraint is about what says which thing a request may change, so that not every value may be sent. */
  isGuarded(constraint: Constraint): boolean {
    return this.#base.guard.isAbout(constraint)
  }

  /** Requests that say at a place what a case says there, and other things elsewhere. */
  elsewhere(testCase: Case, place: ValueChange): readonly Case[] {
    return elsewhere(this.#base, testCase, place)
  }

  get #judge(): OperationJudge {
    return this.#base.judge
  }

  #draftOf(start: Case): Draft {
    return start.draft ?? baseDraft(this.#base)
  }

  get #startDrafts(): readonly NamedDraft[] {
    this.#drafts ??= startDrafts(this.#base, this.#options.seed)
    return this.#drafts
  }

  *#casesOf(planned: Base, first?: Case): CaseStream {
    const unplanned = new Map<string, string>()
    const base = planned.body ? { ...planned, largeBody: this.#largeBody() } : planned
    const cases: Case[] = []
    for (const planCase of operationCases(base, this.#finder, { ...this.#options, first }, unplanned)) {
      cases.push(planCase)
      yield planCase
    }
    const cut = unplanned.get(`${this.#judge.operation.id} ${PLAN_LIMIT}`)
    return { unplanned, untried: untriedOf(base, cases, this.#options.credentials, cut) }
  }
}

/** All of a stream at once. */
export function collected(stream: CaseStream): OperationCases {
  const cases: Case[] = []
  for (let next = stream.next(); ; next = stream.next()) {
    if (next.done === true) return { cases, ...next.value }
    cases.push(next.value)
  }
}
