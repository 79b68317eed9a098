import { createHash } from 'node:crypto'
import { NotJudged, STEP_LIMITS, stepsSoFar, withinSteps } from '../../bounded/index.ts'
import {
  type ClosedOperation,
  type Contract,
  noSuchOperation,
  type Operation,
  type OperationName,
} from '../../contract/model/index.ts'
import { isSafe, LARGEST_BODY, type RequestField } from '../../http/index.ts'
import { OperationFinder, OperationJudge } from '../../judging/messages/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { isRefusal } from '../generators/index.ts'
import { Allowance, type Cut, cutReasons, type Limits } from './allowance.ts'
import { baseOf } from './base.ts'
import type { Case } from './case.ts'
import type { KeyPlace } from './key-place.ts'
import {
  type KnownValues,
  knownFor,
  knownParameters,
  type OperationKnowledge,
  parameterNamed,
  requireKnownBodies,
  requireKnownValues,
} from './known-values.ts'
import { MadeOnDemand } from './made-on-demand.ts'
import type { CasesOptions } from './operation-cases.ts'
import { type CaseStream, OperationPlan, type Unplanned } from './operation-plan.ts'
import { type PartSource, type PartSummary, PlanPart } from './plan-part.ts'
import type { Untried } from './untried.ts'

/** What is planned otherwise for one operation. */
export interface OperationPlanOptions extends OperationKnowledge {
  readonly runs?: number | undefined
}

export interface PlanOptions extends Omit<CasesOptions, 'credentials' | 'alters'> {
  readonly known: Omit<KnownValues, 'credentials'>
  /** What the requests of an operation will carry; leaving it out is tested. */
  readonly credentials: (operation: Operation) => readonly RequestField[]
  /** Whether each request is signed: nothing of that can be nearly right. */
  readonly isSigned?: boolean | undefined
  readonly maxRequests: number
  readonly maxExecutions: number
  /** Which operations to plan for. */
  readonly includes: (operation: OperationName) => boolean
  /** By operation id. */
  readonly operations?: ReadonlyMap<string, OperationPlanOptions>
  /** Operations whose requests may change what is there before the run; none if left out. */
  readonly allowsChanges?: (operation: Operation) => boolean
  /** Whether nothing can be harmed: then what can only be sent to what is there is sent, too. */
  readonly isHarmless?: boolean
}

/** How large a plan is, and which one. */
interface PlanSize {
  readonly digest?: string
  readonly requests: number
  readonly executions: number
}

/** Cases that a plan holds before it lets those of operations go that are done with. */
const MOST_HELD = 5000

/**
 * Everything that will be sent, in order: for each operation a first conforming request, packed edges, each constraint
 * broken alone, messages, methods and credentials, random requests, and the first one again. It is made as it is read, one
 * operation after the other in the order of the document. What is asked of the whole makes all of it.
 */
export class Plan {
  readonly judges: ReadonlyMap<string, OperationJudge>
  /** One for each operation, in the order of the document. */
  readonly parts: readonly PlanPart[]
  /** Operations of which nothing can be planned since the document is at fault. */
  readonly closed: readonly ClosedOperation[]
  readonly seed: number
  readonly #limits: Limits
  readonly #byOperation: ReadonlyMap<string, PlanPart>
  #held = 0
  #isMade = false
  #size: PlanSize | undefined

  constructor(
    { judges, closed, seed, limits }: Pick<Plan, 'judges' | 'closed' | 'seed'> & { readonly limits: Limits },
    sources: readonly Pick<PartSource, 'operation' | 'plan' | 'stream'>[],
  ) {
    this.judges = judges
    this.closed = closed
    this.seed = seed
    this.#limits = limits
    this.parts = sources.map((source, index) => this.#partOf(source, index))
    this.#byOperation = new Map(this.parts.map((part) => [part.operation, part]))
  }

  /** The cases of one operation; undefined if it is not among those that are verified. */
  part(operation: string): PlanPart | undefined {
    return this.#byOperation.get(operation)
  }

  /** Lets the cases of a part go that is done with, if the plan holds too many. */
  done(part: PlanPart): void {
    if (this.#held > MOST_HELD) part.release()
  }

  /** Whether all of it is made. If it may be small, that is found out: up to some cases are made. */
  isMade(most = 0): boolean {
    if (this.#isMade) return true
    for (const part of this.parts) {
      if (part.summaryIfMade) continue
      for (const _ of part.cases()) if (this.#held > most) return false
    }
    this.#isMade = true
    return true
  }

  /** What is known of it, with a digest if all of it is made. */
  get size(): PlanSize {
    if (this.#size) return this.#size
    const made = this.parts.flatMap(({ summaryIfMade }) => summaryIfMade ?? [])
    const size: PlanSize = {
      ...(made.length === this.parts.length && { digest: this.digest }),
      requests: made.reduce((sum, { requests }) => sum + requests, 0),
      executions: made.reduce((sum, { executions }) => sum + executions, 0),
    }
    if (size.digest !== undefined) this.#size = size
    return size
  }

  get cases(): readonly Case[] {
    return this.parts.flatMap((part) => [...part.cases()])
  }

  /** SHA-256 in hex over the operations and the digests of what is sent of them, without server and credentials. */
  get digest(): string {
    const digest = createHash('sha256')
    for (const { operation, summary } of this.parts)
      if (summary.digest !== undefined) digest.update(`${operation} ${summary.digest}\n`)
    return digest.digest('hex')
  }

  /** How many cases a conforming deployment may execute. */
  get executions(): number {
    return this.parts.reduce((sum, { summary }) => sum + summary.executions, 0)
  }

  /** By operation id: what is sent in turn if its first request is refused, until one is accepted. No planned costs. */
  get starts(): ReadonlyMap<string, readonly Case[]> {
    return new Map(
      this.parts.flatMap(({ operation, starts }) => (starts.length > 0 ? [[operation, starts] as const] : [])),
    )
  }

  /** By operation id: what gets new values if a request is refused that was accepted before, since that may be why. */
  get keyPlaces(): ReadonlyMap<string, readonly KeyPlace[]> {
    return new Map(
      this.parts.flatMap(({ operation, keyPlaces: of }) => (of.length > 0 ? [[operation, of] as const] : [])),
    )
  }

  /** Operations for which there is no case, and limits that left some out, and why; by id. */
  get unplanned(): ReadonlyMap<string, string> {
    return this.#unplanned(this.parts.map(({ summary }) => summary))
  }

  /** The same as far as the plan is made. */
  get unplannedSoFar(): ReadonlyMap<string, string> {
    return this.#unplanned(this.parts.flatMap(({ summaryIfMade }) => summaryIfMade ?? []))
  }

  /** Constraints that no case can show to be held, and why; by id. */
  get untried(): ReadonlyMap<string, Untried> {
    return new Map(this.parts.flatMap(({ summary }) => [...summary.untried]))
  }

  /** The plan of one operation alone, or of some of its cases. */
  only(operation: string, isKept: (planCase: Case) => boolean = () => true): Plan {
    const part = this.part(operation)
    const judge = this.judges.get(operation)
    function* stream(): CaseStream {
      for (const planCase of part?.cases() ?? []) if (isKept(planCase)) yield planCase
      return { unplanned: part?.summary.unplanned ?? new Map(), untried: part?.summary.untried ?? new Map() }
    }
    const { closed, seed } = this
    return new Plan({ judges: new Map(judge ? [[operation, judge]] : []), closed, seed, limits: NO_LIMITS }, [
      { operation, plan: () => part?.plan, stream },
    ])
  }

  #partOf(source: Pick<PartSource, 'operation' | 'plan' | 'stream'>, index: number): PlanPart {
    return new PlanPart({
      ...source,
      allowance: () => new Allowance(this.#limits, this.#spentBefore(index)),
      onHeld: (count) => {
        this.#held += count
      },
    })
  }

  /** What is sent of the parts before one, if there is a limit that it could touch. */
  #spentBefore(index: number): { readonly requests: number; readonly executions: number } {
    const { maxRequests, maxExecutions } = this.#limits
    if (maxRequests === Number.POSITIVE_INFINITY && maxExecutions === Number.POSITIVE_INFINITY) return NONE
    // In this order: no part asks for more than the one before it.
    let spent: { readonly requests: number; readonly executions: number } = NONE
    for (const part of this.parts.slice(0, index)) {
      spent = part.summary.allowance
      this.done(part)
    }
    return spent
  }

  #unplanned(summaries: readonly PartSummary[]): ReadonlyMap<string, string> {
    const cut: Cut = { requests: 0, executions: 0, changes: 0 }
    for (const { allowance } of summaries) {
      cut.requests += allowance.cut.requests
      cut.executions += allowance.cut.executions
      cut.changes += allowance.cut.changes
    }
    const skipped = summaries.filter(({ isSkipped }) => isSkipped).length
    return new Map([...summaries.flatMap(({ unplanned }) => [...unplanned]), ...cutReasons(this.#limits, cut, skipped)])
  }
}

const NO_LIMITS: Limits = { maxRequests: Number.POSITIVE_INFINITY, maxExecutions: Number.POSITIVE_INFINITY }
const NONE = { requests: 0, executions: 0 }

/** The plan of a contract. Throws UsageError. */
export function createPlan(contract: Contract, options: PlanOptions): Plan {
  requireOperations(contract, [...(options.operations?.keys() ?? [])])
  const included = contract.operations.filter(options.includes)
  const operations = new Map(included.map((operation) => [operation.id, operation]))
  const judges = new MadeOnDemand([...operations.keys()], (id) => {
    const operation = operations.get(id)
    if (!operation) throw new Error(`no operation ${id}`)
    return new OperationJudge(contract, operation)
  })
  requireGiven(judges, included, options)
  const maker = new PlanMaker(contract, judges, options)
  const closed = (contract.closed ?? []).filter(options.includes)
  const { seed, maxRequests, maxExecutions } = options
  return new Plan(
    { judges, closed, seed, limits: { maxRequests, maxExecutions } },
    included.map((operation) => ({
      operation: operation.id,
      plan: () => maker.planOf(operation),
      stream: () => maker.stream(operation),
    })),
  )
}

/** What the user gave has to fit: that is known before anything is planned. Throws UsageError. */
function requireGiven(
  judges: ReadonlyMap<string, OperationJudge>,
  included: readonly Operation[],
  options: PlanOptions,
): void {
  const { parameters, bodies, fields = [] } = options.known
  const judgesOf = (isAsked: (operation: Operation) => boolean): OperationJudge[] =>
    included.filter(isAsked).flatMap(({ id }) => judges.get(id) ?? [])
  const isNamed = (operation: Operation): boolean =>
    operation.parameters.some(({ name }) => parameters.has(name)) ||
    fields.some((field) => parameterNamed(operation, field) !== undefined)
  for (const judge of judgesOf((operation) => options.operations?.has(operation.id) === true || isNamed(operation))) {
    const { id } = judge.operation
    const ownOptions = options.operations?.get(id)
    const known = knownOf(judge.operation, options)
    if (ownOptions?.bodies) requireKnownBodies([judge], known, `operations.${id}.body`)
    knownParameters(judge, known)
  }
  if (bodies.length > 0)
    requireKnownBodies(
      judgesOf(() => true),
      options.known,
    )
  if (parameters.size > 0) requireKnownValues(judgesOf(isNamed), options.known)
}

function knownOf(operation: Operation, options: PlanOptions): KnownValues {
  const knownForAll = { ...options.known, credentials: options.credentials(operation) }
  const ownOptions = options.operations?.get(operation.id)
  return ownOptions ? knownFor(operation, knownForAll, ownOptions) : knownForAll
}

/** Makes the plans of operations when they are asked for. */
class PlanMaker {
  readonly #contract: Contract
  readonly #judges: ReadonlyMap<string, OperationJudge>
  readonly #options: PlanOptions
  readonly #finder: OperationFinder
  readonly #altering: ReadonlySet<Operation>
  readonly #plans = new Map<Operation, OperationPlan | { readonly reason: string }>()
  /** Which operation has a large body, being the first that has one; undefined if none of those that were looked at. */
  #large: number | undefined
  #scanned = 0

  constructor(contract: Contract, judges: ReadonlyMap<string, OperationJudge>, options: PlanOptions) {
    this.#contract = contract
    this.#judges = judges
    this.#options = options
    this.#finder = new OperationFinder(contract)
    this.#altering = alteringOperations(contract, options)
  }

  planOf(operation: Operation): OperationPlan | undefined {
    const plan = this.#planOf(operation)
    return 'reason' in plan ? undefined : plan
  }

  *stream(operation: Operation): CaseStream {
    const plan = this.#planOf(operation)
    const ended = (reason: string): Unplanned => ({ unplanned: new Map([[operation.id, reason]]), untried: new Map() })
    if ('reason' in plan) return ended(plan.reason)
    const stream = plan.planned()
    // Steps are of all that is planned for the operation, though others may be planned meanwhile.
    for (let left: number = STEP_LIMITS.planning; ; ) {
      const before = stepsSoFar()
      let next: IteratorResult<Case, Unplanned> | undefined
      const steps = left
      const reason = whyNotPlanned(() => {
        next = stream.next()
      }, steps)
      left -= stepsSoFar() - before
      if (reason !== undefined || next === undefined) return ended(reason ?? '')
      if (next.done === true) return next.value
      yield next.value
    }
  }

  #planOf(operation: Operation): OperationPlan | { readonly reason: string } {
    const before = this.#plans.get(operation)
    if (before) return before
    const judge = this.#judges.get(operation.id)
    let plan: OperationPlan | { readonly reason: string } = { reason: 'it is not verified' }
    const reason = whyNotPlanned(() => {
      if (judge) plan = this.#madeFor(judge)
    })
    const made = reason === undefined ? plan : { reason }
    this.#plans.set(operation, made)
    return made
  }

  #madeFor(judge: OperationJudge): OperationPlan | { readonly reason: string } {
    const { operation } = judge
    const base = guardedBaseOf(judge, knownOf(operation, this.#options), this.#options)
    if ('reason' in base) return base
    return new OperationPlan(base, this.#finder, this.#casesOptions(operation), () => this.#largeBodyOf(operation))
  }

  #casesOptions(operation: Operation): CasesOptions {
    const { operations, runs, seed, planLimit, credentials } = this.#options
    return {
      runs: operations?.get(operation.id)?.runs ?? runs,
      seed,
      planLimit,
      credentials: credentials(operation).length > 0,
      alters: this.#altering.has(operation),
    }
  }

  /** One body of this size shows it for the server; all of them together would fill the memory. */
  #largeBodyOf(operation: Operation): number {
    const { operations } = this.#contract
    const index = operations.indexOf(operation)
    while (this.#large === undefined && this.#scanned < index) {
      const earlier = this.#scanned++
      const { [earlier]: other } = operations
      if (other?.requestBody && this.#options.includes(other) && this.planOf(other)?.hasLargeBody) this.#large = earlier
    }
    return this.#large === undefined || this.#large >= index ? LARGEST_BODY : 0
  }
}

/** Why values could not be made or judged within bounds; undefined if they could. */
function whyNotPlanned(plan: () => void, steps: number = STEP_LIMITS.planning): string | undefined {
  try {
    withinSteps(plan, steps)
    return undefined
  } catch (error) {
    if (error instanceof NotJudged) return `its values cannot be judged: ${error.message}`
    if (isRefusal(error)) return error.message
    throw error
  }
}

/**
 * The operations whose credentials are altered: one for each set of places in which they are, since what looks at them is
 * the same. One that changes nothing is preferred.
 */
function alteringOperations({ operations }: Contract, options: PlanOptions): ReadonlySet<Operation> {
  const chosen = new Map<string, Operation>()
  if (options.isSigned) return new Set()
  for (const operation of operations) {
    const fields = options.includes(operation) && operation.security.length > 0 ? options.credentials(operation) : []
    if (fields.length === 0) continue
    const key = JSON.stringify(fields.map(([name, , place]) => [name.toLowerCase(), place]))
    const before = chosen.get(key)
    if (!before || (!isSafe(before.method) && isSafe(operation.method))) chosen.set(key, operation)
  }
  return new Set(chosen.values())
}

function guardedBaseOf(
  judge: OperationJudge,
  known: KnownValues,
  { allowsChanges, isHarmless }: PlanOptions,
): ReturnType<typeof baseOf> {
  const base = baseOf(judge, known, allowsChanges?.(judge.operation) ? 'allowed' : 'guarded')
  return 'reason' in base && isHarmless ? baseOf(judge, known, 'allowed') : base
}

function requireOperations(contract: Contract, ids: readonly string[]): void {
  for (const id of ids) {
    if ([...contract.operations, ...(contract.closed ?? [])].some((operation) => operation.id === id)) continue
    throw new UsageError(`operations.${id}: ${noSuchOperation(contract, id)}.`)
  }
}
