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
}

const WITHOUT = ['none', 'wrong'] as const
/** Nearly right ones come after wrong ones, which are to be refused first. */
const ALTERED = [...WITHOUT, 'empty', 'cut', 'recased'] as const

/** All cases of an operation, in the order in which they are sent. Why there are none, or none of a kind, goes to `unplanned`. */
export function operationCases(
  base: Base,
  finder: OperationFinder,
  options: CasesOptions,
  unplanned: Map<string, string>,
): readonly Case[] {
  const { judge } = base
  const list = new CaseList(base, finder)
  const first = base.body?.bodies[0]?.name ?? 'first request'
  list.add(makeCase(judge, first, baseDraft(base), { role: 'base' }))
  addPacks(list, base)
  for (const { status, mediaType } of base.accepts) {
    const draft = { ...baseDraft(base), accept: mediaType }
    list.add(makeCase(judge, `response.${status} ${mediaType}: asked for alone`, draft))
  }
  addBreaking(list, base)
  if (options.credentials && isRefusedWithoutCredentials(judge))
    for (const credentials of options.alters ? ALTERED : WITHOUT)
      list.add(makeCase(judge, CREDENTIAL_CASES[credentials], baseDraft(base), { credentials }))
  if (options.runs > 0) addRandom(list, base, options, unplanned)
  if (list.room.leftOut > 0) unplanned.set(`${judge.operation.id} --max-body`, TOO_MANY_LARGE)
  const reason = list.close()
  if (reason !== undefined) unplanned.set(judge.operation.id, reason)
  return list.cases
}

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
  #rival: Operation | undefined

  constructor(base: Base, finder: OperationFinder) {
    this.#base = base
    this.#judge = base.judge
    this.#finder = finder
    this.room = new BodyRoom(base)
  }

  /** Whether a case is in the list now, or was before: it has to be as it is meant. */
  add(candidate: Case, isMeant = isAsMeant(candidate), broken?: string): boolean {
    if (!isMeant || touchesLeftOut(this.#base, candidate.judged, broken)) return false
    const rival = this.#rivalOf(candidate)
    this.#rival ??= rival
    if (rival) return false
    if (this.#sent.has(candidate.digest)) return true
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
function addPacks(list: CaseList, base: Base): void {
  for (const pack of [...positivePacks(base), ...otherPacks(base)]) {
    if (list.room.hasPack(pack) && list.add(packedCase(base.judge, pack))) continue
    for (const features of groupsOf(base, pack, list.room)) list.add(packedCase(base.judge, { ...pack, features }))
  }
  for (const pack of toleratedPacks(base)) {
    const candidate = packedCase(base.judge, pack)
    list.add(candidate, mayExecute(candidate))
  }
}

/**
 * Requests that break one constraint each, and those that break the message itself or use another method. A deployment
 * that does not look may execute any of them.
 */
function addBreaking(list: CaseList, base: Base): void {
  const harmlessOf = (drafts: readonly NamedDraft[]) => drafts.flatMap((named) => harmlessly(base, named) ?? [])
  const twinned = new Set<string | undefined>()
  for (const named of harmlessOf(breakingDrafts(base))) {
    if (named.isSpare && twinned.has(named.constraint)) continue
    if (list.addBreaking(named) && named.twin) twinned.add(named.constraint)
  }
  const broken = new Set<string | undefined>()
  for (const named of harmlessOf(otherBreakingDrafts(base)))
    if (!broken.has(named.constraint) && list.addBreaking(named)) broken.add(named.constraint)
  for (const named of harmlessOf(branchDrafts(base))) list.addBreaking(named)
  for (const named of harmlessOf(foundDrafts(base, list.cases))) list.addBreaking(named)
  for (const named of harmlessOf(messageDrafts(base))) {
    if (named.constraint === undefined) {
      const candidate = list.madeBreaking(named)
      list.add(candidate, breaksMessage(candidate.judged) || isForAnother(candidate.judged))
    } else list.addBreaking(named)
  }
}

function addRandom(list: CaseList, base: Base, options: CasesOptions, unplanned: Map<string, string>): void {
  const drafts = new RandomDrafts(base, options.seed)
  for (const refusal of drafts.refusals) unplanned.set(`${base.judge.operation.id} --runs`, refusal)
  for (const { name, constraint, draft, path } of drafts.pairs(options.runs)) {
    if (!list.room.has(draft)) continue
    const candidate = makeCase(base.judge, name, draft, { role: 'random', random: { drafts, path } })
    list.add(candidate, isAsMeant(candidate, constraint))
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
