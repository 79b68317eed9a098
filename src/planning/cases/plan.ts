import { createHash } from 'node:crypto'
import type { ClosedOperation, Operation } from '../../contract/model/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'
import { Allowance, type Cut, cutReasons, type Limits } from './allowance.ts'
import type { Case } from './case.ts'
import type { KeyPlace } from './key-place.ts'
import type { CaseStream } from './operation-plan.ts'
import { type PartSource, type PartSummary, PlanPart } from './plan-part.ts'
import type { Untried } from './untried.ts'

/** How large a plan is, and which one. */
interface PlanSize {
  readonly digest?: string
  readonly requests: number
  readonly executions: number
}

/** Of a part, what does not depend on those before it. */
type CaseSource = Pick<PartSource, 'operation' | 'plan' | 'stream' | 'onRelease'>

interface PlanParts extends Pick<Plan, 'operations' | 'judges' | 'closed' | 'seed'> {
  readonly limits: Limits
}

/** Cases that a plan holds before it lets those of operations go that are done with. */
const MOST_HELD = 5000

/**
 * Everything that will be sent, in order: for each operation a first conforming request, packed edges, each constraint
 * broken alone, messages, methods and credentials, random requests, and the first one again. It is made as it is read, one
 * operation after the other in the order of the document. What is asked of the whole makes all of it.
 */
export class Plan {
  /** By operation id. */
  readonly operations: ReadonlyMap<string, Operation>
  /** Of the same operations: each is made when it is asked for. */
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

  constructor({ operations, judges, closed, seed, limits }: PlanParts, sources: readonly CaseSource[]) {
    this.operations = operations
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
    const known = this.operations.get(operation)
    const judge = this.judges.get(operation)
    function* stream(): CaseStream {
      for (const planCase of part?.cases() ?? []) if (isKept(planCase)) yield planCase
      return { unplanned: part?.summary.unplanned ?? new Map(), untried: part?.summary.untried ?? new Map() }
    }
    const { closed, seed } = this
    const operations = new Map(known ? [[operation, known]] : [])
    const judges = new Map(judge ? [[operation, judge]] : [])
    return new Plan({ operations, judges, closed, seed, limits: NO_LIMITS }, [
      { operation, plan: () => part?.plan, stream, onRelease: () => undefined },
    ])
  }

  #partOf(source: CaseSource, index: number): PlanPart {
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
