import { type Case, mayExecute } from '../../planning/cases/index.ts'
import { Agenda } from './agenda.ts'
import { Blame } from './blame.ts'
import { BrokenOperations } from './broken-operations.ts'
import { confirmBreaches } from './confirm-breaches.ts'
import { type Count, countOf, summed } from './count.ts'
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
    const { plan } = this.#options
    // What was renamed or deleted answers no question any more. A case may try another method than its operation's.
    const agendaOf = (methods: RegExp, isOfRound?: (testCase: Case) => boolean): Agenda =>
      new Agenda(
        plan,
        plan.parts.filter(({ operation }) => methods.test(plan.operations.get(operation)?.method ?? '')),
        isOfRound,
      )
    const changes = agendaOf(/^PATCH$/)
    const deletes = agendaOf(/^DELETE$/)
    await this.#round(agendaOf(/^(?!(?:PATCH|DELETE)$)/), [changes, deletes])
    if (!this.#run.ending) await this.#round(changes, [deletes])
    if (this.#run.ending) return
    const isRefused = (testCase: Case): boolean => testCase.role !== 'base' && !mayExecute(testCase)
    await this.#intake.sendAll(agendaOf(/^DELETE$/, isRefused).rest())
    await this.#round(agendaOf(/^DELETE$/, (testCase) => !isRefused(testCase)))
  }

  async #round(agenda: Agenda, later: readonly Agenda[] = []): Promise<void> {
    await this.#intake.sendAll(agenda.first())
    if (!this.#run.ending) await this.#broken.suspect(agenda)
    for (const [base, exchange] of this.#broken.suspects) this.#footholds.see(base, exchange)
    await this.#onFooting(agenda, later)
    if (!this.#run.ending) this.#gatekeeper.closeRefused(later.some(({ parts }) => parts.length > 0))
    await this.#closeBroken(agenda)
    if (!this.#run.ending) await this.#intake.sendAll(agenda.rest())
    if (this.#run.ending) return this.#takeUnfollowed()
    const { operations, last } = agenda
    const laterOnes = (): Count[] => later.map((other) => other.wholeBeside())
    await this.#renewKeys(operations, () => summed([countOf(last), ...laterOnes()]))
    await this.#followTroubled()
    await this.#intake.sendAll(last.flatMap((testCase) => this.#again(testCase)))
    const renewed = await this.#renewKeys(operations, () => summed(laterOnes()))
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
   * which that was so. `beside` is what is planned after that, and keeps its room.
   */
  async #renewKeys(operations: ReadonlySet<string>, beside: () => Count): Promise<ReadonlySet<string>> {
    const { keys } = this.#footholds
    const renewed = new Set<string>()
    for (const first of keys.suspects(operations)) {
      if (this.#run.ending) break
      const room = this.#refooting.roomBeside(beside, this.#intake.spent)
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
  async #closeBroken(agenda: Agenda): Promise<void> {
    if (!this.#run.ending) await this.#broken.confirm(agenda, (operation) => this.#footholds.refusedBy(operation))
    this.#intake.forgetTroubled(({ operation }) => this.#broken.closed.has(operation))
  }

  /** Makes the cases again of operations that stand on another footing than the planned one. */
  async #onFooting(agenda: Agenda, later: readonly Agenda[]): Promise<void> {
    if (this.#run.ending) return
    await this.#intake.sendAll(agenda.early((part) => this.#footholds.fullest(part, agenda)))
    const repeating = new Set<string>()
    await this.#intake.sendAll(
      agenda.early((part) => {
        const repeated = this.#footholds.repeating(part, agenda)
        if (repeated) repeating.add(repeated.operation)
        return repeated
      }),
    )
    const bases = agenda.bases.filter(({ operation }) => this.#closed(operation) === undefined)
    const beside = (operation?: string): Count =>
      summed([agenda.countBeside(operation), ...later.map((other) => other.wholeBeside(operation))])
    await this.#renewKeys(repeating, () => beside())
    const { executions, further } = await this.#refooting.follow(bases, agenda, beside, this.#intake.spent)
    this.#intake.addExecutions(executions)
    this.#intake.addPlanned(further)
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
