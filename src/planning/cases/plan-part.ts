import { createHash } from 'node:crypto'
import type { Allowance } from './allowance.ts'
import { type Case, mayChange, mayExecute } from './case.ts'
import type { KeyPlace } from './key-place.ts'
import type { CaseStream, OperationPlan, Unplanned } from './operation-plan.ts'

/** Where the cases of a part come from. */
export interface PartSource {
  readonly operation: string
  /** Undefined if nothing of the operation can be planned; `unplanned` says why. */
  readonly plan: () => OperationPlan | undefined
  /** All cases, the same ones each time. */
  readonly stream: () => CaseStream
  /** What may be sent of them, counted from the first one. */
  readonly allowance: () => Allowance
  /** Lets go what the cases are made from. */
  readonly onRelease: () => void
  /** Hears how many more cases are held; less than none if some are let go. */
  readonly onHeld: (count: number) => void
}

/** What is known of a part when all of its cases are made. */
export interface PartSummary extends Unplanned {
  readonly requests: number
  /** How many cases a conforming deployment may execute. */
  readonly executions: number
  /** How many cases may change something. */
  readonly changes: number
  /** SHA-256 in hex over what is sent, without server and credentials; undefined if nothing is. */
  readonly digest: string | undefined
  /** What was let through by then, of this part and those before it. */
  readonly allowance: Allowance
  /** Whether nothing was made since nothing more may be sent. */
  readonly isSkipped: boolean
}

const NOTHING: Unplanned = { unplanned: new Map(), untried: new Map() }

/** The cases of one operation within the budgets. They are made as they are read, and made anew if they were let go. */
export class PlanPart {
  readonly operation: string
  readonly #source: PartSource
  #held: Case[] = []
  #making: Making | undefined
  #summary: PartSummary | undefined

  constructor(source: PartSource) {
    this.operation = source.operation
    this.#source = source
  }

  /** What makes the cases again if a deployment refuses what they start from. */
  get plan(): OperationPlan | undefined {
    return this.#source.plan()
  }

  /** The first request; undefined if it is not sent. */
  get first(): Case | undefined {
    this.#making ??= this.#begin()
    if (this.#making.isFresh) this.#advance(this.#making)
    const [first] = this.#held
    return first?.role === 'base' ? first : undefined
  }

  /** What is sent in turn if the first request is refused, until one is accepted; none if that is not sent. */
  get starts(): readonly Case[] {
    return this.first ? (this.plan?.starts ?? []) : []
  }

  /** What may have to be new in each request. */
  get keyPlaces(): readonly KeyPlace[] {
    return this.first ? (this.plan?.keyPlaces ?? []) : []
  }

  /** In the order in which they are sent. */
  *cases(): Generator<Case, void> {
    for (let index = 0; ; index++) {
      this.#making ??= this.#begin()
      while (index >= this.#held.length) if (!this.#advance(this.#making)) return
      const planCase = this.#held[index]
      if (planCase) yield planCase
    }
  }

  /** Undefined if not all cases were made yet. */
  get summaryIfMade(): PartSummary | undefined {
    return this.#summary
  }

  get summary(): PartSummary {
    if (this.#summary) return this.#summary
    const making = this.#making ?? this.#begin()
    this.#making = making
    while (this.#advance(making));
    return this.#summary ?? making.summary(NOTHING, this)
  }

  /** Lets the cases go, and what they are made from: whoever reads them again has both made anew. */
  release(): void {
    this.#source.onHeld(-this.#held.length)
    this.#held = []
    this.#making = undefined
    this.#source.onRelease()
  }

  #begin(): Making {
    return new Making(this.#source)
  }

  /** Makes one case more, whether it is kept or not. Gives back whether there was one. */
  #advance(making: Making): boolean {
    const next = making.next()
    if (next.kind === 'end') {
      this.#summary ??= making.summary(next.unplanned, this)
      return false
    }
    if (next.planCase) {
      this.#held.push(next.planCase)
      this.#source.onHeld(1)
    }
    return true
  }
}

/** One way through the cases of a part. */
class Making {
  readonly #stream: CaseStream
  readonly #allowance: Allowance
  readonly #isSkipped: boolean
  readonly #digests: string[] = []
  #executions = 0
  #changes = 0
  #isDone = false
  /** Whether no case was made yet. */
  isFresh = true

  constructor(source: PartSource) {
    this.#allowance = source.allowance()
    this.#isSkipped = this.#allowance.isSpent
    this.#stream = source.stream()
  }

  next():
    | { readonly kind: 'case'; readonly planCase?: Case }
    | { readonly kind: 'end'; readonly unplanned: Unplanned } {
    this.isFresh = false
    if (this.#isSkipped || this.#isDone) return { kind: 'end', unplanned: NOTHING }
    const { done, value } = this.#stream.next()
    if (done === true) {
      this.#isDone = true
      return { kind: 'end', unplanned: value }
    }
    if (!this.#allowance.takes(value)) return { kind: 'case' }
    if (mayExecute(value)) this.#executions++
    if (mayChange(value)) this.#changes++
    this.#digests.push(value.digest)
    return { kind: 'case', planCase: value }
  }

  summary(unplanned: Unplanned, { starts, keyPlaces }: Pick<PlanPart, 'starts' | 'keyPlaces'>): PartSummary {
    return {
      ...unplanned,
      requests: this.#digests.length,
      executions: this.#executions,
      changes: this.#changes,
      digest: this.#digests.length === 0 ? undefined : digestOf(this.#digests, starts, keyPlaces),
      allowance: this.#allowance,
      isSkipped: this.#isSkipped,
    }
  }
}

function digestOf(cases: readonly string[], starts: readonly Case[], places: readonly KeyPlace[]): string {
  const digest = createHash('sha256')
  for (const line of cases) digest.update(`${line}\n`)
  for (const start of starts) digest.update(`start ${start.digest}\n`)
  for (const { place, pointer } of places) digest.update(`new ${place === 'body' ? '' : place}${pointer}\n`)
  return digest.digest('hex')
}
