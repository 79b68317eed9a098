import { type Case, mayExecute } from '../../planning/cases/index.ts'
import { Blame } from './blame.ts'
import { BrokenOperations } from './broken-operations.ts'
import { confirmBreaches } from './confirm-breaches.ts'
import { FieldRules } from './field-rules.ts'
import { FollowUps } from './follow-ups.ts'
import { Footholds } from './footholds.ts'
import { Gatekeeper } from './gatekeeper.ts'
import { Intake } from './intake.ts'
import { isWronglyRefused } from './is-troubled.ts'
import type { Keyring } from './keyring.ts'
import { Narrowing } from './narrowing.ts'
import { NowAndThen } from './now-and-then.ts'
import { PlaceNames } from './place-names.ts'
import { RandomFailures } from './random-failures.ts'
import { Refooting } from './refooting.ts'
import { Resender } from './resender.ts'
import { RunEnd } from './run-end.ts'
import type { RunOptions } from './run-options.ts'
import type { RunState } from './run-state.ts'
import type { Sender } from './sender.ts'
import { Shrinker } from './shrinker.ts'
import { takeDeath } from './take-death.ts'

/** Sends all that is planned, and what follows from it: decides what is sent next. */
export class PlanRun {
  readonly #options: RunOptions
  readonly #run: RunState
  readonly #sender: Sender
  readonly #gatekeeper: Gatekeeper
  readonly #resender: Resender
  readonly #broken: BrokenOperations
  readonly #nowAndThen: NowAndThen
  readonly #random: RandomFailures
  readonly #followUps: FollowUps
  readonly #footholds: Footholds
  readonly #refooting: Refooting
  readonly #end: RunEnd
  readonly #intake: Intake

  constructor(options: RunOptions, run: RunState, sender: Sender, keyring: Keyring) {
    this.#options = options
    this.#run = run
    this.#sender = sender
    this.#gatekeeper = new Gatekeeper(run, keyring, options.signer)
    this.#nowAndThen = new NowAndThen(run)
    this.#resender = new Resender(run, sender, this.#nowAndThen)
    const blame = new Blame(run)
    const names = new PlaceNames(run, blame)
    const rules = new FieldRules(run, this.#resender, blame)
    const narrowing = new Narrowing(run, this.#resender, { blame, rules })
    const shrinker = new Shrinker(run, sender, options.maxShrinkExecutions)
    this.#random = new RandomFailures(run, shrinker, this.#resender, { narrowing, blame, names })
    this.#followUps = new FollowUps(run, this.#resender, this.#random, this.#gatekeeper, { blame, names, rules })
    this.#footholds = new Footholds(run, sender, (troubled) => this.#intake.troubled.push(troubled))
    const closed = (operation: string): string | undefined => this.#closed(operation)
    this.#end = new RunEnd(options, run, sender, closed)
    const hearers = { end: this.#end, gatekeeper: this.#gatekeeper, footholds: this.#footholds, closed }
    this.#intake = new Intake(options, run, sender, hearers)
    this.#broken = new BrokenOperations(run, this.#resender, this.#intake.troubled, (cases) =>
      this.#intake.sendAll(cases),
    )
    this.#refooting = new Refooting(run, this.#footholds, options)
  }

  async run(): Promise<void> {
    await this.#rounds()
    const { random } = this.#resender
    await random.prove()
    const { sent } = this.#sender
    this.#nowAndThen.takeAll(sent, this.#options.concurrency, (operation) => random.isProven(operation))
  }

  async #rounds(): Promise<void> {
    const { cases } = this.#options.plan
    // What was renamed or deleted answers no question any more. A case may try another method than its operation's.
    const methodOf = (testCase: Case): string => this.#run.judgeOf(testCase).operation.method
    const changes = cases.filter((testCase) => methodOf(testCase) === 'PATCH')
    const deletes = cases.filter((testCase) => methodOf(testCase) === 'DELETE')
    const others = cases.filter((testCase) => !/^(?:PATCH|DELETE)$/.test(methodOf(testCase)))
    await this.#round(others, [...changes, ...deletes])
    if (!this.#run.ending) await this.#round(changes, deletes)
    if (this.#run.ending) return
    const refused = deletes.filter((testCase) => testCase.role !== 'base' && !mayExecute(testCase))
    await this.#intake.sendAll(refused)
    await this.#round(deletes.filter((testCase) => !refused.includes(testCase)))
  }

  async #round(planned: readonly Case[], later: readonly Case[] = []): Promise<void> {
    await this.#intake.sendAll(planned.filter(({ role }) => role === 'base'))
    if (!this.#run.ending) await this.#broken.suspect(planned)
    for (const [base, exchange] of this.#broken.suspects) this.#footholds.see(base, exchange)
    const footed = await this.#onFooting(
      planned.filter((testCase) => !this.#broken.probes.has(testCase)),
      later,
    )
    if (!this.#run.ending) this.#gatekeeper.closeRefused(later.length > 0)
    const cases = await this.#withoutBroken(footed)
    if (!this.#run.ending)
      await this.#intake.sendAll(cases.filter(({ role }) => role === 'planned' || role === 'random'))
    if (this.#run.ending) return this.#takeUnfollowed()
    const operations = new Set(planned.map(({ operation }) => operation))
    const last = cases.filter(({ role }) => role === 'again')
    await this.#renewKeys(operations, [...last, ...later])
    await this.#followTroubled()
    await this.#intake.sendAll(last.flatMap((testCase) => this.#again(testCase)))
    const renewed = await this.#renewKeys(operations, later)
    await this.#followTroubled()
    // Each of them was refused once more before, and so was all that came before it.
    await this.#intake.sendAll(
      last.flatMap((testCase) => (renewed.has(testCase.operation) ? this.#again(testCase) : [])),
    )
    await this.#followTroubled()
    await this.#resender.random.prove()
    await this.#followUps.explainFailures()
    await confirmBreaches(this.#run, this.#resender, operations)
    await this.#random.takeAll()
    await this.#random.shrinkWitnesses(operations)
    this.#nameUnreached(operations)
    this.#end.heedThrottle()
  }

  /**
   * Sends again, with new values, what may have been refused for values that must be new. Gives back the operations of
   * which that was so. `later` is what is planned after that, and keeps its room.
   */
  async #renewKeys(operations: ReadonlySet<string>, later: readonly Case[]): Promise<ReadonlySet<string>> {
    const { keys } = this.#footholds
    const renewed = new Set<string>()
    for (const first of keys.suspects(operations)) {
      if (this.#run.ending) break
      const room = this.#refooting.roomBeside(later, this.#intake.spent)
      const { executions } = await this.#footholds.learnKeys(first, room)
      this.#intake.addExecutions(executions)
    }
    for (const operation of operations) {
      const all = keys.takeRefused(operation)
      if (all.length === 0 || this.#run.ending) continue
      renewed.add(operation)
      const refused = all.filter(({ role }) => role !== 'base' && role !== 'again')
      this.#intake.forgetTroubled((testCase) => all.includes(testCase))
      this.#intake.addPlanned(refused.length)
      await this.#intake.sendAll(refused)
    }
    return renewed
  }

  /** Leaves out what follows if an operation, or the whole target, answers nothing but server errors. */
  async #withoutBroken(cases: readonly Case[]): Promise<readonly Case[]> {
    if (!this.#run.ending) await this.#broken.confirm(cases, (operation) => this.#footholds.refusedBy(operation))
    this.#intake.forgetTroubled(({ operation }) => this.#broken.closed.has(operation))
    return cases.filter((testCase) => !this.#broken.probes.has(testCase))
  }

  /** The cases that follow, made again for operations that stand on another footing than the planned one. */
  async #onFooting(planned: readonly Case[], later: readonly Case[]): Promise<readonly Case[]> {
    if (this.#run.ending) return planned
    const fullest = this.#footholds.fullest(planned)
    await this.#intake.sendAll(fullest)
    const repeating = this.#footholds.repeating(planned)
    await this.#intake.sendAll(repeating)
    const first = [...fullest, ...repeating]
    const bases = planned.filter(({ role, operation }) => role === 'base' && this.#closed(operation) === undefined)
    const rest = planned.filter((testCase) => testCase.role !== 'base' && !first.includes(testCase))
    await this.#renewKeys(new Set(repeating.map(({ operation }) => operation)), [...rest, ...later])
    const { cases, executions } = await this.#refooting.follow(bases, rest, later, this.#intake.spent)
    this.#intake.addExecutions(executions)
    this.#intake.addPlanned(cases.length - rest.length)
    return cases
  }

  /** Says why nothing of an operation was accepted, in the deployment's own words. */
  #nameUnreached(operations: ReadonlySet<string>): void {
    // What time cut short might have been accepted.
    if (this.#run.unsent.has('--max-time was reached')) return
    for (const operation of operations) {
      const words = this.#run.twins.has(operation) ? undefined : this.#footholds.unreached(operation)
      if (words !== undefined && !this.#run.unreached.has(operation)) this.#run.unreached.set(operation, words)
    }
  }

  async #followTroubled(): Promise<void> {
    for (const { testCase, outcome } of this.#intake.troubled) await this.#followUps.follow(testCase, outcome)
    this.#intake.troubled.length = 0
  }

  /** A case that repeats the first accepted request of its operation, if there is one. */
  #again(testCase: Case): Case[] {
    const first = this.#run.twins.get(testCase.operation)
    if (!first) return []
    const { request, judged, draft = testCase.draft } = first
    return [{ ...testCase, request, judged, ...(draft && { draft }) }]
  }

  /** Takes what cannot be met again: a deployment that died is to blame, whichever request it died of. */
  #takeUnfollowed(): void {
    for (const { testCase, outcome } of this.#intake.troubled) {
      const exchange = this.#run.exchange(testCase, outcome, false)
      // Nothing was accepted after it that would tell why it was refused.
      if (outcome.kind === 'response') this.#run.take(testCase, { ...exchange, blameless: isWronglyRefused(exchange) })
    }
    if (this.#end.died) takeDeath(this.#run, this.#intake.troubled)
  }

  #closed(operation: string): string | undefined {
    return this.#gatekeeper.closed.get(operation) ?? this.#broken.closed.get(operation)
  }
}
