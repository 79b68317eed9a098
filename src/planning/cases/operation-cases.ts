import { isSchemaConstraint, parameterKey, placeOf } from '../../contract/constraints/index.ts'
import type { Operation } from '../../contract/model/index.ts'
import {
  breaksMessage,
  brokenAlone,
  isConforming,
  isForAnother,
  type OperationFinder,
  type OperationJudge,
} from '../../judging/messages/index.ts'
import type { Base } from './base.ts'
import { baseDraft } from './base-draft.ts'
import { BodyRoom, TOO_MANY_LARGE } from './body-room.ts'
import { branchDrafts } from './branch-drafts.ts'
import { breakingDrafts, otherBreakingDrafts } from './breaking-drafts.ts'
import { type Case, CREDENTIAL_CASES, mayExecute } from './case.ts'
import type { Draft, Feature, NamedDraft, Twin } from './draft.ts'
import { touchesLeftOut } from './footing.ts'
import { foundDrafts } from './found-drafts.ts'
import { harmlessly } from './harmless.ts'
import { isAsMeant, makeCase, packedCase } from './make-case.ts'
import { messageDrafts } from './message-drafts.ts'
import { narrowTwin } from './narrow-twin.ts'
import type { Pack } from './pack.ts'
import { otherPacks, positivePacks } from './positive-packs.ts'
import { RandomDrafts } from './random-drafts.ts'
import { toleratedPacks } from './tolerated-packs.ts'

export interface CasesOptions {
  /** Random conforming requests, and as many random ones that break one thing. */
  readonly runs: number
  readonly seed: number
  /** Whether requests will carry credentials, so that leaving them out can be tested. */
  readonly credentials: boolean
  /** Whether credentials that are nearly right are tried as well. */
  readonly alters: boolean
  /** The most cases of one operation; each constraint is broken once before any is broken again. */
  readonly planLimit: number
}

const WITHOUT = ['none', 'wrong'] as const
/** Nearly right ones come after wrong ones, which are to be refused first. */
const ALTERED = [...WITHOUT, 'empty', 'cut', 'recased'] as const

/** The first case of an operation, which all others follow; undefined if it cannot be sent as it is meant. */
export function firstCase(base: Base, finder: OperationFinder): Case | undefined {
  const list = new CaseList(base, finder, Number.POSITIVE_INFINITY)
  list.add(madeFirst(base))
  return list.cases[0]
}

const madeFirst = (base: Base): Case =>
  makeCase(base.judge, base.body?.bodies[0]?.name ?? 'first request', baseDraft(base), { role: 'base' })

/**
 * All cases of an operation, in the order in which they are sent, each made when it is asked for. `first` is what
 * `firstCase` gives back. Why there are none, or none of a kind, goes to `unplanned`.
 */
export function* operationCases(
  base: Base,
  finder: OperationFinder,
  { first = madeFirst(base), ...options }: CasesOptions & { readonly first?: Case | undefined },
  unplanned: Map<string, string>,
): Generator<Case, void> {
  const { judge } = base
  const { id } = judge.operation
  const list = new CaseList(base, finder, options.planLimit)
  list.add(first)
  yield* list.fresh()
  yield* addPacks(list, base)
  for (const { status, mediaType } of base.accepts) {
    const draft = { ...baseDraft(base), accept: mediaType }
    list.add(makeCase(judge, `response.${status} ${mediaType}: asked for alone`, draft))
  }
  const again = yield* addBreaking(list, base)
  if (options.credentials && isRefusedWithoutCredentials(judge))
    for (const credentials of options.alters ? ALTERED : WITHOUT)
      list.add(makeCase(judge, CREDENTIAL_CASES[credentials], baseDraft(base), { credentials }))
  yield* list.fresh()
  if (options.runs > 0) yield* addRandom(list, base, options, unplanned)
  for (const named of again) {
    if (list.isFull()) continue
    list.addBreaking(named)
    yield* list.fresh()
  }
  if (list.room.leftOut > 0) unplanned.set(`${id} --max-body`, TOO_MANY_LARGE)
  const reason = list.close()
  if (reason !== undefined) unplanned.set(id, reason)
  if (list.leftOut > 0) unplanned.set(`${id} ${PLAN_LIMIT}`, list.cutReason)
  yield* list.fresh()
}

/** What names the limit, behind the id of an operation, among the reasons why something is not planned. */
export const PLAN_LIMIT = '--plan-limit'

/** The cases of one operation: each request once, under a name of its own, and none that is another operation's. */
class CaseList {
  readonly cases: Case[] = []
  readonly room: BodyRoom
  readonly #base: Base
  readonly #judge: OperationJudge
  readonly #finder: OperationFinder
  readonly #sent = new Set<string>()
  readonly #names = new Map<string, number>()
  /** The cases of twins, of which each is asked for with all that is broken from it. */
  readonly #twins = new WeakMap<Draft, Case>()
  readonly #limit: number
  #rival: Operation | undefined
  #given = 0
  /** How many candidates were not looked at, since the list was full. */
  leftOut = 0

  constructor(base: Base, finder: OperationFinder, limit: number) {
    this.#base = base
    this.#judge = base.judge
    this.#finder = finder
    this.room = new BodyRoom(base)
    this.#limit = limit
  }

  /** What was added since this was asked for last. */
  *fresh(): Generator<Case, void> {
    while (this.#given < this.cases.length) {
      const planCase = this.cases[this.#given++]
      if (planCase) yield planCase
    }
  }

  /** Whether as many more cases may not fit in. */
  mayOverflow(count: number): boolean {
    return this.cases.length + count > this.#limit
  }

  /** Whether there is no room for one more; whoever asks leaves one out then. */
  isFull(share = 1): boolean {
    const isFull = this.cases.length >= this.#limit * share
    if (isFull) this.leftOut++
    return isFull
  }

  /** Candidates that are alike, or not as they are meant, are no cases: how many there would be is not known. */
  get cutReason(): string {
    const count = this.cases.length
    return `planned ${count} of at most ${count + this.leftOut} cases within ${PLAN_LIMIT} ${this.#limit}`
  }

  /** Whether a case is in the list now, or was before: it has to be as it is meant. */
  add(candidate: Case, isMeant = isAsMeant(candidate), broken?: string): boolean {
    if (!isMeant || touchesLeftOut(this.#base, candidate.judged, broken)) return false
    const rival = this.#rivalOf(candidate)
    this.#rival ??= rival
    if (rival) return false
    if (this.#sent.has(candidate.digest)) return true
    // The last place is that of the first request once more.
    if (this.cases.length > 0 && this.cases.length >= this.#limit - 1) {
      this.leftOut++
      return false
    }
    if (!this.room.take(candidate)) return false
    this.#sent.add(candidate.digest)
    const { name, role } = candidate
    const count = (this.#names.get(name) ?? 0) + 1
    this.#names.set(name, count)
    this.cases.push(count === 1 || role === 'random' ? candidate : { ...candidate, name: `${name} (${count})` })
    return true
  }

  /** Adds a draft that is meant to break its constraint alone, and before it its twin. */
  addBreaking({ name, constraint, draft, twin }: NamedDraft): boolean {
    if (!this.room.has(draft)) return false
    const candidate = this.madeBreaking({ name, draft, ...(twin && { twin }) })
    if (constraint === undefined || !isAsMeant(candidate, constraint) || this.#rivalOf(candidate)) return false
    if (twin) this.add(this.#caseOf(twin))
    return this.add(candidate, true, brokenPlace(candidate))
  }

  /** The case that a draft is. What breaks its message says what its twin says, though it cannot be read. */
  madeBreaking({ name, draft, twin }: NamedDraft): Case {
    const made = makeCase(this.#judge, name, draft)
    if (!twin || !breaksMessage(made.judged)) return made
    return { ...made, wellFormed: this.#caseOf(twin).judged }
  }

  #caseOf({ name, draft }: Twin): Case {
    const twin = this.#twins.get(draft) ?? makeCase(this.#judge, name, draft)
    this.#twins.set(draft, twin)
    return twin
  }

  /** Ends the list with its first case once more. Gives back why there are no cases if the first is missing. */
  close(): string | undefined {
    const [first] = this.cases
    if (first?.role === 'base') {
      if (this.cases.length < this.#limit)
        this.cases.push({ ...first, name: 'the first accepted request again', role: 'again' })
      return undefined
    }
    const rival = this.#rival
    return rival
      ? `its requests are those of ${rival.method} ${rival.path} as well; give other values with --param`
      : 'no conforming request could be made; give known-good values with --param and --body'
  }

  /** The operation that a request is for by the document, if that is not the one that it was made for. */
  #rivalOf({ request }: Case): Operation | undefined {
    const { operation } = this.#judge
    const owner = this.#finder.find(request.method, request.target)
    const isOwn = owner?.method === request.method ? owner === operation : owner?.path === operation.path
    return isOwn ? undefined : owner
  }
}

/** Requests that keep every constraint, those last that a recipient may refuse all the same. */
function* addPacks(list: CaseList, base: Base): Generator<Case, void> {
  const packs = [...positivePacks(base), ...otherPacks(base)]
  // What breaks constraints has its half.
  const share = list.mayOverflow(packs.length) ? 0.5 : 1
  for (const pack of packs) {
    if (list.isFull(share)) continue
    if (!list.room.hasPack(pack) || !list.add(packedCase(base.judge, pack)))
      for (const features of groupsOf(base, pack, list.room)) list.add(packedCase(base.judge, { ...pack, features }))
    yield* list.fresh()
  }
  for (const pack of toleratedPacks(base)) {
    if (list.isFull(share)) continue
    const candidate = packedCase(base.judge, pack)
    list.add(candidate, mayExecute(candidate))
    yield* list.fresh()
  }
}

/**
 * Requests that break one constraint each, and those that break the message itself or use another method. A deployment
 * that does not look may execute any of them. If there may be too many, gives back those that break a constraint again.
 */
function* addBreaking(list: CaseList, base: Base): Generator<Case, readonly NamedDraft[]> {
  const harmlessOf = (drafts: readonly NamedDraft[]) => drafts.flatMap((named) => harmlessly(base, named) ?? [])
  const breaking = breakingDrafts(base)
  const others = otherBreakingDrafts(base)
  const branches = branchDrafts(base)
  // With twins, each may be two cases.
  const isWide = list.mayOverflow(2 * (breaking.length + others.length + branches.length))
  const twinned = new Set<string | undefined>()
  const broken = new Set<string | undefined>()
  const again: NamedDraft[] = []
  for (const named of isWide ? [...breaking, ...others] : breaking) {
    if (isWide && broken.has(named.constraint)) {
      again.push(named)
      continue
    }
    if (list.isFull()) continue
    for (const harmless of harmlessOf([named])) {
      if (harmless.isSpare && twinned.has(harmless.constraint)) continue
      if (!list.addBreaking(harmless)) continue
      if (isWide) broken.add(harmless.constraint)
      if (harmless.twin) twinned.add(harmless.constraint)
    }
    yield* list.fresh()
  }
  if (!isWide)
    for (const named of harmlessOf(others)) {
      if (broken.has(named.constraint) || list.isFull()) continue
      if (list.addBreaking(named)) broken.add(named.constraint)
      yield* list.fresh()
    }
  // What is found by trying is for constraints that none of the others breaks.
  for (const drafts of [() => branches, () => foundDrafts(base, list.cases)])
    for (const named of harmlessOf(drafts())) {
      if (list.isFull()) continue
      list.addBreaking(named)
      yield* list.fresh()
    }
  for (const named of harmlessOf(messageDrafts(base))) {
    if (list.isFull()) continue
    if (named.constraint === undefined) {
      const candidate = list.madeBreaking(named)
      list.add(candidate, breaksMessage(candidate.judged) || isForAnother(candidate.judged))
    } else list.addBreaking(named)
    yield* list.fresh()
  }
  return again.flatMap((named) => harmlessly(base, named) ?? [])
}

function* addRandom(
  list: CaseList,
  base: Base,
  options: CasesOptions,
  unplanned: Map<string, string>,
): Generator<Case, void> {
  const drafts = new RandomDrafts(base, options.seed)
  for (const refusal of drafts.refusals) unplanned.set(`${base.judge.operation.id} --runs`, refusal)
  for (const { name, constraint, draft, path } of drafts.pairs(options.runs)) {
    // What is drawn has bounds: how large it came out is seen as it is added.
    if (list.isFull()) continue
    const candidate = makeCase(base.judge, name, draft, { role: 'random', random: { drafts, path } })
    list.add(candidate, isAsMeant(candidate, constraint))
    yield* list.fresh()
  }
}

/** Where a request breaks the one constraint that it breaks: the key of a parameter, or the place in the body. */
function brokenPlace({ judged }: Case): string | undefined {
  const constraint = brokenAlone(judged)
  const place = constraint && placeOf(constraint)
  if (!constraint || place?.side !== 'request') return undefined
  if (place.in !== 'body') return parameterKey(place)
  return isSchemaConstraint(constraint) ? constraint.pointer : ''
}

/** If a client certificate is enough, leaving out the rest proves nothing. */
const isRefusedWithoutCredentials = ({ operation, constraints }: OperationJudge): boolean =>
  constraints.some(({ kind }) => kind === 'security') &&
  operation.security.every((schemes) => schemes.some(({ type }) => type !== 'mutualTLS'))

/** Of more features than these, some are tried together: one by one, each would be judged with all before it. */
const MOST_ONE_BY_ONE = 128
const CHUNK = 64

function inChunks(features: readonly Feature[]): (readonly Feature[])[] {
  const size = features.length > MOST_ONE_BY_ONE ? CHUNK : 1
  return Array.from({ length: Math.ceil(features.length / size) }, (_, at) =>
    features.slice(at * size, (at + 1) * size),
  )
}

/** Whether a feature goes on a draft, beside no more than is usual. */
function goesAlone(base: Base, draft: Draft, feature: Feature): boolean {
  const change = feature.changes.find((other) => other.in === 'parameter' || other.in === 'body')
  const beside = change ? narrowTwin(base, { name: '', draft }, change) : { draft }
  return isConforming(packedCase(base.judge, { draft: beside.draft, features: [feature] }).judged)
}

/** Adds to a group those features that go together with it, of several that do not by halves; the others to `rest`. */
function addTogether(
  group: Feature[],
  rest: Feature[],
  features: readonly Feature[],
  goTogether: (features: readonly Feature[]) => boolean,
): void {
  if (goTogether([...group, ...features])) group.push(...features)
  else if (features.length === 1) rest.push(...features)
  else
    for (const half of [features.slice(0, features.length / 2), features.slice(features.length / 2)])
      addTogether(group, rest, half, goTogether)
}

/**
 * Features in as few groups as they go together in, since edges of places that a schema ties together do not all go
 * together. Those that do not even go alone are left out.
 */
function groupsOf(base: Base, { draft, features }: Pack, room: BodyRoom): Feature[][] {
  const goTogether = (candidates: readonly Feature[]): boolean => {
    if (!room.hasPack({ draft, features: candidates })) return false
    const { judged } = packedCase(base.judge, { draft, features: candidates })
    return isConforming(judged) && !touchesLeftOut(base, judged)
  }
  const groups: Feature[][] = []
  let remaining =
    features.length > MOST_ONE_BY_ONE ? features.filter((feature) => goesAlone(base, draft, feature)) : features
  while (remaining.length > 0) {
    const group: Feature[] = []
    const rest: Feature[] = []
    for (const some of inChunks(remaining)) addTogether(group, rest, some, goTogether)
    remaining = rest
    if (group.length === 0) break
    groups.push(group)
  }
  return groups
}
