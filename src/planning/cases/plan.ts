import { hash } from 'node:crypto'
import type { Contract, Operation } from '../../contract/model/index.ts'
import type { HttpRequest } from '../../http/index.ts'
import {
  breaksMessage,
  brokenAlone,
  isBreaking,
  isConforming,
  isForAnother,
  OperationFinder,
  OperationJudge,
} from '../../judging/messages/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { type Base, baseOf } from './base.ts'
import { baseDraft } from './base-draft.ts'
import { branchDrafts } from './branch-drafts.ts'
import { breakingDrafts, otherBreakingDrafts } from './breaking-drafts.ts'
import { type Case, CREDENTIAL_CASES, type Credentials, mayExecute } from './case.ts'
import { applyFeatures, type Draft, type Feature } from './draft.ts'
import { foundDrafts } from './found-drafts.ts'
import {
  type KnownValues,
  knownFor,
  type OperationKnowledge,
  requireKnownBodies,
  requireKnownNames,
} from './known-values.ts'
import { messageDrafts } from './message-drafts.ts'
import { otherPacks, positivePacks } from './positive-packs.ts'
import { RandomDrafts } from './random-drafts.ts'
import { toleratedPacks } from './tolerated-packs.ts'
import { type Untried, untriedOf } from './untried.ts'
import { writeRequest } from './write-request.ts'

/** What is planned otherwise for one operation. */
export interface OperationPlanOptions extends OperationKnowledge {
  readonly runs?: number | undefined
}

export interface PlanOptions {
  readonly known: KnownValues
  /** Random conforming requests for each operation, and as many random single-fault ones. */
  readonly runs: number
  readonly seed: number
  readonly maxRequests: number
  readonly maxExecutions: number
  /** Whether requests will carry credentials, so that leaving them out can be tested. */
  readonly credentials: boolean
  /** Which operations to plan for. */
  readonly includes: (operation: Operation) => boolean
  /** By operation id. */
  readonly operations?: ReadonlyMap<string, OperationPlanOptions>
}

export interface Plan {
  readonly cases: readonly Case[]
  readonly judges: ReadonlyMap<string, OperationJudge>
  /** SHA-256 in hex over what is sent, without server and credentials. */
  readonly digest: string
  /** How many cases a conforming deployment may execute. */
  readonly executions: number
  /** Operations for which there is no case, and limits that left some out, and why; by id. */
  readonly unplanned: ReadonlyMap<string, string>
  /** Constraints that no case can show to be held, and why; by id. */
  readonly untried: ReadonlyMap<string, Untried>
  readonly seed: number
}

/**
 * Everything that will be sent, in order: for each operation a first conforming request, packed edges, each constraint
 * broken alone, messages, methods and credentials, random requests, and the first one again. Throws UsageError.
 */
export function createPlan(contract: Contract, options: PlanOptions): Plan {
  requireKnownNames(contract, options.known)
  requireOperations(contract, [...(options.operations?.keys() ?? [])])
  const judges = new Map<string, OperationJudge>()
  const unplanned = new Map<string, string>()
  const untried = new Map<string, Untried>()
  const cases: Case[] = []
  const finder = new OperationFinder(contract.operations)
  for (const operation of contract.operations) {
    if (!options.includes(operation)) continue
    const judge = new OperationJudge(contract, operation)
    judges.set(operation.id, judge)
    const own = options.operations?.get(operation.id)
    const known = own ? knownFor(operation, options.known, own) : options.known
    if (own?.bodies) requireKnownBodies([judge], known, `operations.${operation.id}.body`)
    const base = baseOf(judge, known)
    if ('reason' in base) unplanned.set(operation.id, base.reason)
    else {
      const found = casesOf(base, finder, { ...options, runs: own?.runs ?? options.runs }, unplanned)
      for (const one of found) cases.push(one)
      for (const [id, reasons] of untriedOf(base, found, options.credentials)) untried.set(id, reasons)
    }
  }
  requireKnownBodies([...judges.values()], options.known)
  const kept = withinBudgets(cases, options, unplanned)
  return {
    cases: kept,
    judges,
    digest: digestOf(kept),
    executions: kept.filter(mayExecute).length,
    unplanned,
    untried,
    seed: options.seed,
  }
}

function requireOperations({ operations }: Contract, ids: readonly string[]): void {
  for (const id of ids) {
    if (operations.some((operation) => operation.id === id)) continue
    const known = operations.slice(0, 10).map((operation) => operation.id)
    throw new UsageError(`operations.${id}: there is no such operation; the contract has: ${known.join(', ')}.`)
  }
}

function casesOf(base: Base, finder: OperationFinder, options: PlanOptions, unplanned: Map<string, string>): Case[] {
  const { judge } = base
  const id = judge.operation.id
  let rival: Operation | undefined
  const found: Case[] = []
  const sent = new Set<string>()
  const names = new Map<string, number>()
  const add = (name: string, draft: Draft, more: More, fits: (one: Case) => boolean): boolean => {
    const one = caseOf(judge, name, draft, more)
    if (!fits(one)) return false
    const other = rivalOf(finder, judge.operation, one)
    rival ??= other
    if (other) return false
    if (sent.has(one.digest)) return true
    sent.add(one.digest)
    const count = (names.get(one.name) ?? 0) + 1
    names.set(one.name, count)
    found.push(count === 1 || one.role === 'random' ? one : { ...one, name: `${one.name} (${count})` })
    return true
  }

  add(base.body?.bodies[0]?.name ?? 'first request', baseDraft(base), { role: 'base' }, conforms)
  const packs = positivePacks(base)
  for (const { draft, features } of [...packs, ...otherPacks(base)]) {
    const whole = packedName(features)
    if (add(whole, applyFeatures(draft, features), { packed: { draft, features } }, conforms)) continue
    // Edges of places that a schema ties together do not all go together.
    const goTogether = (some: readonly Feature[]) => conforms(caseOf(judge, whole, applyFeatures(draft, some), {}))
    for (const some of groupsOf(features, goTogether))
      add(packedName(some), applyFeatures(draft, some), { packed: { draft, features: some } }, conforms)
  }
  for (const { draft, features } of toleratedPacks(base, packs.length + 1))
    add(packedName(features), applyFeatures(draft, features), { packed: { draft, features } }, mayExecute)
  for (const { name, constraint, draft } of breakingDrafts(base))
    add(name, draft, {}, (one) => breaksJust(one, constraint))
  const others = new Set<string>()
  for (const { name, constraint = '', draft } of otherBreakingDrafts(base))
    if (!others.has(constraint) && add(name, draft, {}, (one) => brokenAlone(one.judged)?.id === constraint))
      others.add(constraint)
  for (const { name, constraint, draft } of branchDrafts(base))
    add(name, draft, {}, (one) => breaksJust(one, constraint))
  for (const { name, constraint, draft } of foundDrafts(base, found))
    add(name, draft, {}, (one) => breaksJust(one, constraint))
  for (const { name, constraint, draft } of messageDrafts(base))
    add(name, draft, {}, ({ judged }) =>
      constraint === undefined ? breaksMessage(judged) || isForAnother(judged) : brokenAlone(judged)?.id === constraint,
    )
  // Where a client certificate is enough, leaving out the rest proves nothing.
  const isTested = judge.operation.security.every((schemes) => schemes.some(({ type }) => type !== 'mutualTLS'))
  if (options.credentials && isTested && judge.constraints.some(({ kind }) => kind === 'security'))
    for (const credentials of ['none', 'wrong'] as const)
      add(CREDENTIAL_CASES[credentials], baseDraft(base), { credentials }, conforms)
  if (options.runs > 0) {
    const drafts = new RandomDrafts(base, options.seed)
    for (const refusal of drafts.refusals) unplanned.set(`${id} --runs`, refusal)
    for (const { name, constraint, draft, path } of drafts.pairs(options.runs))
      add(name, draft, { role: 'random', random: { drafts, path } }, (one) => isAsMeant(one, constraint))
  }
  const [first] = found
  if (first?.role !== 'base')
    unplanned.set(
      id,
      rival
        ? `its requests are those of ${rival.method} ${rival.path} as well; give other values with --param`
        : 'no conforming request could be made; give known-good values with --param and --body',
    )
  else found.push({ ...first, name: 'the first accepted request again', role: 'again' })
  return found
}

/** The operation that a request is for by the document, where that is not the one that it was made for. */
function rivalOf(finder: OperationFinder, operation: Operation, { request }: Case): Operation | undefined {
  const found = finder.find(request.method, request.target)
  const isOwn = found?.method === request.method ? found === operation : found?.path === operation.path
  return isOwn ? undefined : found
}

const conforms = ({ judged }: Case): boolean => isConforming(judged)

const breaksJust = ({ judged }: Case, constraint: string | undefined): boolean =>
  isBreaking(judged) && brokenAlone(judged)?.id === constraint

/** Whether the wire says of a random case what it was made for: to break a constraint, or none. */
export const isAsMeant = (one: Case, constraint: string | undefined): boolean =>
  constraint === undefined ? conforms(one) : breaksJust(one, constraint)

/** Features in as few groups as they go together in; those that do not even go alone are left out. */
function groupsOf(features: readonly Feature[], goTogether: (features: readonly Feature[]) => boolean): Feature[][] {
  const groups: Feature[][] = []
  let left = features
  while (left.length > 0) {
    const group: Feature[] = []
    left = left.filter((feature) => !goTogether([...group, feature]) || group.push(feature) === 0)
    if (group.length === 0) break
    groups.push(group)
  }
  return groups
}

const packedName = (features: readonly Feature[]): string =>
  features.length === 0
    ? 'known values'
    : features.length === 1
      ? (features[0]?.name ?? '')
      : `${features[0]?.name} and ${features.length - 1} more`

type More = Partial<Pick<Case, 'credentials' | 'role' | 'packed' | 'random'>>

export function caseOf(judge: OperationJudge, name: string, draft: Draft, more: More): Case {
  const request = writeRequest(judge.operation, draft)
  const { credentials = 'configured' } = more
  return {
    name,
    operation: judge.operation.id,
    request,
    digest: wireDigest(request, credentials),
    judged: judge.request(request),
    role: 'planned',
    ...more,
    credentials,
  }
}

/** Over all that goes to the wire, each byte of the body a character. */
function wireDigest({ method, target, headers, body }: HttpRequest, credentials: Credentials): string {
  const bytes = body ? Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('latin1') : '-'
  return hash('sha256', `${credentials}\n${method} ${target}\n${headers.flat().join('\n')}\n\n${bytes}`)
}

/** A packed case with only some of its features. */
export function takeApart(
  judge: OperationJudge,
  packed: NonNullable<Case['packed']>,
  features: readonly Feature[],
): Case {
  const { draft } = packed
  return caseOf(judge, packedName(features), applyFeatures(draft, features), { packed: { draft, features } })
}

/** Budgets are hard limits: cases are kept in order while there is room. What they cut is said. */
function withinBudgets(cases: readonly Case[], options: PlanOptions, unplanned: Map<string, string>): Case[] {
  let requests = 0
  let executions = 0
  const cut = { requests: 0, executions: 0 }
  const kept = cases.filter((one) => {
    const cost = mayExecute(one) ? 1 : 0
    if (executions + cost > options.maxExecutions) cut.executions++
    else if (requests + 1 > options.maxRequests) cut.requests++
    else {
      requests++
      executions += cost
      return true
    }
    return false
  })
  if (cut.executions > 0)
    unplanned.set(
      '--max-executions',
      `--max-executions ${options.maxExecutions} left out ${cut.executions} requests that may be executed`,
    )
  if (cut.requests > 0)
    unplanned.set('--max-requests', `--max-requests ${options.maxRequests} left out ${cut.requests} requests`)
  return kept
}

const digestOf = (cases: readonly Case[]): string =>
  hash('sha256', cases.map(({ operation, digest }) => `${operation} ${digest}\n`).join(''))
