import { type Constraint, isRequestConstraint } from '../../contract/constraints/index.ts'
import { isJsonMediaType } from '../../http/index.ts'
import { type LedgerRow, ownConstraint } from '../../report/results/index.ts'
import type { OperationJudge } from '../messages/index.ts'
import type { Acceptances } from './acceptances.ts'
import type { Exchange } from './check.ts'
import type { AskedCheck } from './own-checks.ts'
import { type Gaps, RequestEvidence } from './request-evidence.ts'
import { ResponseEvidence } from './response-evidence.ts'

/** Collects what a run proves, exchange by exchange. */
export class Ledger {
  readonly #judges: ReadonlyMap<string, OperationJudge>
  readonly #requests = new RequestEvidence()
  readonly #responses = new ResponseEvidence()
  readonly #own: readonly AskedCheck[]
  /** Constraints of the user's own that an exchange was asked about. */
  readonly #asked = new Set<string>()

  constructor(judges: ReadonlyMap<string, OperationJudge>, own: readonly AskedCheck[] = []) {
    this.#own = own
    this.#judges = judges
  }

  add(exchange: Exchange): void {
    this.#requests.add(exchange)
    this.#responses.add(exchange)
    for (const check of this.#own)
      if (check.answer(exchange) !== undefined) this.#asked.add(ownConstraint(exchange.judge.operation.id, check.name))
  }

  /** How many exchanges were taken: the place in the run of what comes next. */
  get size(): number {
    return this.#requests.size
  }

  /** Takes note whether an operation refuses now and then what it accepts as well, as far as is known. */
  setAtRandom(operation: string, isAtRandom: boolean): void {
    this.#requests.setAtRandom(operation, isAtRandom)
  }

  isAtRandom(operation: string): boolean {
    return this.#requests.isAtRandom(operation)
  }

  /** Forgets what an operation refused with some statuses: there may have been a reason that was not known then. */
  forgetRefusals(operation: string, isOfStatus: (status: number) => boolean): void {
    const judge = this.#judges.get(operation)
    if (judge) this.#requests.forgetRefusals(judge, isOfStatus)
  }

  /** What of an operation was accepted. */
  acceptances(operation: OperationJudge['operation']): Acceptances {
    return this.#requests.acceptances(operation)
  }

  /** Whether any request that was sent to be refused was, other than by a 404. */
  get refusedSomething(): boolean {
    return this.#requests.refusedSomething
  }

  /**
   * One row for each constraint. `broken` are ids with a finding; `unplanned` says why there are no cases, by operation
   * or limit; `untried` why none shows a constraint.
   */
  rows(
    broken: ReadonlySet<string>,
    unplanned: Gaps['unplanned'],
    lineOf: (constraint: Constraint) => number | undefined,
    untried: Gaps['untried'] = new Map(),
  ): LedgerRow[] {
    const gaps = { unplanned, untried }
    return [...this.#judges.values()].flatMap((judge) => [
      ...judge.constraints.map((constraint): LedgerRow => {
        const { id, operation, party, value, source } = constraint
        const line = lineOf(constraint)
        const row = { id, operation, party, value, source: { ...source, ...(line !== undefined && { line }) } }
        if (broken.has(id)) return { ...row, state: 'broken' }
        if (constraint.implied !== undefined)
          return { ...row, state: constraint.isUnjudged ? 'untested' : 'implied', reason: constraint.implied }
        const reason = this.#untested(judge, constraint, gaps) ?? brokenAsJson(judge, constraint, broken)
        if (reason === undefined) return { ...row, state: 'held' }
        const isUnasked = party === 'deployment' && this.#responses.isUnasked(judge, constraint)
        return { ...row, state: 'untested', reason, ...(isUnasked && { unasked: true as const }) }
      }),
      ...this.#own.flatMap((check) => this.#ownRow(judge.operation, check, broken, unplanned) ?? []),
    ])
  }

  /** The row of a constraint that the user has made; undefined if it is about other operations. */
  #ownRow(
    { id: operation, source: { file, pointer } }: OperationJudge['operation'],
    { name, rule }: AskedCheck,
    broken: ReadonlySet<string>,
    unplanned: Gaps['unplanned'],
  ): LedgerRow | undefined {
    if (!rule.isFor(operation)) return undefined
    const id = ownConstraint(operation, name)
    const row = { id, operation, party: 'deployment', value: true, source: { file, pointer } } as const
    if (broken.has(id)) return { ...row, state: 'broken' }
    if (rule.isOff(operation)) return { ...row, state: 'untested', reason: `${name} is off` }
    if (this.#asked.has(id)) return { ...row, state: 'held' }
    const reason = unplanned.get(operation) ?? unplanned.get('*') ?? 'it had no question about any answer that came'
    return { ...row, state: 'untested', reason }
  }

  /** Why a constraint is untested; undefined if it is held. */
  #untested(judge: OperationJudge, constraint: Constraint, gaps: Gaps): string | undefined {
    return constraint.party === 'deployment'
      ? this.#responses.untested(judge, constraint, gaps, this.#requests)
      : this.#requests.untested(judge, constraint, gaps)
  }
}

/**
 * Why a constraint of a form proves nothing although what broke it was refused: it is broken for the same body as JSON. As
 * JSON it is broken in every way, as other media types in the first way alone.
 */
function brokenAsJson({ constraints }: OperationJudge, constraint: Constraint, broken: ReadonlySet<string>) {
  const jsonOf = (candidate: Constraint): string | undefined =>
    isRequestConstraint(candidate) && candidate.place.in === 'body' && isJsonMediaType(candidate.place.mediaType)
      ? candidate.place.mediaType
      : undefined
  if (!isRequestConstraint(constraint) || constraint.place.in !== 'body' || jsonOf(constraint) !== undefined)
    return undefined
  const twin = constraints.find(
    (candidate) =>
      isRequestConstraint(candidate) &&
      jsonOf(candidate) !== undefined &&
      candidate.pointer === constraint.pointer &&
      candidate.kind === constraint.kind &&
      broken.has(candidate.id),
  )
  return twin && `it is broken as ${jsonOf(twin)}, where it was tried in more ways`
}
