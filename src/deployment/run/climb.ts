import { type Exchange, isAccepted } from '../../judging/checks/index.ts'
import type { Case, CaseStream, LeftOut, OperationPlan, Rung } from '../../planning/cases/index.ts'
import { refusalWords } from './refusal-words.ts'

/** Requests of one climb. */
const MOST_REQUESTS = 24

/** Sends a request; undefined if nothing more is to be sent. */
export type Send = (testCase: Case) => Promise<Exchange | undefined>

/** Climbs from an accepted request to the fullest one that is accepted: all rungs at once or, if that fails, by halves. */
export class Climb {
  readonly #plan: OperationPlan
  readonly #start: Case
  readonly #send: Send
  #added: readonly Rung[] = []
  readonly #leftOut: LeftOut[] = []
  #requests = 0
  /** Whether the start was accepted once more after a refusal. */
  #isFirm = false
  /** What was accepted once is refused now: a request spends what it needs, as a unique key. */
  #isSpent = false

  constructor(plan: OperationPlan, start: Case, send: Send) {
    this.#plan = plan
    this.#start = start
    this.#send = send
  }

  /** Whether the start was accepted, and refused when it was sent again. */
  get isSpent(): boolean {
    return this.#isSpent
  }

  /** The cases made again; undefined if the planned ones hold. `isRefused` says that all at once was tried. */
  async cases(isRefused: boolean): Promise<(() => CaseStream) | undefined> {
    const rungs = this.#plan.rungs(this.#start)
    await (isRefused ? this.#split(rungs) : this.#add(rungs))
    await this.#add(this.#further())
    const isPlanned = this.#start.role === 'base' && this.#leftOut.length === 0 && isSame(this.#added, rungs)
    if (this.#isSpent || isPlanned) return undefined
    return () => this.#plan.streamFrom(this.#start, this.#added, this.#leftOut)
  }

  /** What a body still lacks that was taken in the place of the fullest one. */
  #further(): readonly Rung[] {
    const body = this.#added.find(({ change }) => change.in === 'body' && change.pointer === '')
    const climbed = body && this.#plan.climbed(this.#start, this.#added)
    return climbed ? this.#plan.rungs(climbed).filter(({ change }) => change.in === 'body') : []
  }

  async #add(rungs: readonly Rung[]): Promise<void> {
    if (rungs.length === 0) return
    const exchange = await this.#try([...this.#added, ...rungs])
    if (exchange === 'not allowed') {
      if (rungs.length > 1) await this.#split(rungs)
    } else if (exchange === 'not sent') this.#leaveOut(rungs, 'not tried: no request was left to try it with')
    else if (isAccepted(exchange)) this.#added = [...this.#added, ...rungs]
    else if (rungs.length > 1) await this.#split(rungs)
    else for (const rung of rungs) await this.#refused(rung, exchange)
  }

  /** Tries rungs by halves, if the start itself is still accepted. */
  async #split(rungs: readonly Rung[]): Promise<void> {
    if (!(await this.#holds())) return
    const middle = Math.ceil(rungs.length / 2)
    if (rungs.length <= 1) return this.#add(rungs)
    await this.#add(rungs.slice(0, middle))
    if (!this.#isSpent) await this.#add(rungs.slice(middle))
  }

  /** Looks for another value of a place that was refused by itself. */
  async #refused(rung: Rung, refusal: Exchange): Promise<void> {
    if (!(await this.#holds())) return
    for (const other of rung.others) {
      const exchange = await this.#try([...this.#added, other])
      if (exchange === 'not sent' || exchange === 'not allowed' || !isAccepted(exchange)) continue
      this.#added = [...this.#added, other]
      return
    }
    const alone = this.#added.length === 0 ? refusal : await this.#try([rung])
    const isAlone = alone !== 'not sent' && alone !== 'not allowed' && !isAccepted(alone)
    const words = refusal.outcome.kind === 'response' ? refusalWords(refusal.outcome.response) : ''
    this.#leaveOut(
      [rung],
      isAlone
        ? `takes only known values: the deployment answered ${words} to another`
        : `is not taken beside other optional values: the deployment answered ${words}`,
    )
  }

  async #holds(): Promise<boolean> {
    if (this.#isFirm || this.#isSpent) return this.#isFirm
    const exchange = await this.#try([])
    this.#isFirm = exchange !== 'not sent' && exchange !== 'not allowed' && isAccepted(exchange)
    this.#isSpent = !this.#isFirm
    return this.#isFirm
  }

  #leaveOut(rungs: readonly Rung[], reason: string): void {
    for (const { change } of rungs) this.#leftOut.push({ change, reason })
  }

  async #try(rungs: readonly Rung[]): Promise<Exchange | 'not sent' | 'not allowed'> {
    const climbed = this.#plan.climbed(this.#start, rungs)
    if (!climbed) return 'not allowed'
    if (this.#isSpent || this.#requests++ >= MOST_REQUESTS) return 'not sent'
    return (await this.#send(climbed)) ?? 'not sent'
  }
}

const isSame = (added: readonly Rung[], rungs: readonly Rung[]): boolean =>
  added.length === rungs.length && added.every((rung) => rungs.includes(rung))
