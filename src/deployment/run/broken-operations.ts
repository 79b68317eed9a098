import type { Outcome } from '../../http/index.ts'
import { EVERY_REQUEST, type Exchange } from '../../judging/checks/index.ts'
import { isBreaking } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import type { Agenda } from './agenda.ts'
import { isFailure, mayPass } from './is-troubled.ts'
import type { Resender } from './resender.ts'
import type { RunState } from './run-state.ts'

/** Requests that must be refused tell an operation that validates before it fails from one that answers nothing else. */
const MOST_PROBES = 2
/** If no operation answers anything else, it is enough to look at a few of them. */
const MOST_OPERATIONS = 3

/** A planned case that needs more than its first outcome. */
export interface Troubled {
  readonly testCase: Case
  readonly outcome: Outcome
}

/** Sends cases, and adds those that met trouble to the troubled ones. */
type Send = (cases: readonly Case[]) => Promise<void>

/**
 * Finds operations that answer nothing but server errors, or what nobody can read: to each starting point one that
 * repeats, and to a few requests that must be refused. That is one finding for an operation, or for the whole target, and
 * the rest is not sent.
 */
export class BrokenOperations {
  readonly #run: RunState
  readonly #resender: Resender
  readonly #troubled: readonly Troubled[]
  readonly #send: Send
  /** Why the other cases of an operation are not sent. */
  readonly closed = new Map<string, string>()
  /** First requests that met a server error whenever they were sent, and what they met. */
  readonly suspects = new Map<Case, Exchange>()
  /** Cases that were sent to find out. */
  readonly probes = new Set<Case>()
  /** A first request met something else: then the target as a whole is not broken. */
  #isAnswered = false

  constructor(run: RunState, resender: Resender, troubled: readonly Troubled[], send: Send) {
    this.#run = run
    this.#resender = resender
    this.#troubled = troubled
    this.#send = send
  }

  /** Meets the server errors of first requests again, and closes all operations if none answers anything else. */
  async suspect(agenda: Agenda): Promise<void> {
    const { bases } = agenda
    const failed = bases.filter((base) => this.#isFailed(base))
    this.#isAnswered ||= failed.length < bases.length
    const isWhole = bases.length > 1 && !this.#isAnswered
    let broken = 0
    for (const [index, base] of failed.entries()) {
      const exchange = await this.#repeated(base)
      if (exchange) this.suspects.set(base, exchange)
      if (!isWhole || !exchange || broken < index || index >= MOST_OPERATIONS) continue
      if (await this.#failsToRefuse(base, agenda)) broken++
      if (broken === Math.min(failed.length, MOST_OPERATIONS))
        return this.#close(new Set(failed.map(({ operation }) => operation)), 'every operation')
    }
  }

  /** Closes the suspects that answered nothing else, other starting points included. */
  async confirm(agenda: Agenda, startsOf: (operation: string) => readonly Exchange[]): Promise<void> {
    for (const base of this.suspects.keys()) {
      const { operation } = base
      if (this.closed.has(operation) || this.#run.twins.has(operation)) continue
      // It is of another round, or has nothing left to send.
      if (agenda.of(operation).next().done === true || !agenda.operations.has(operation)) continue
      if (!startsOf(operation).every(({ outcome }) => isFailure(outcome))) continue
      if (await this.#failsToRefuse(base, agenda)) this.#close(new Set([operation]), 'one operation')
    }
  }

  async #repeated(base: Case): Promise<Exchange | undefined> {
    const first = this.#troubled.find(({ testCase }) => testCase === base)
    const exchange = first && (await this.#resender.settle(base, first.outcome))
    return exchange && isFailure(exchange.outcome) && mayPass(exchange) ? exchange : undefined
  }

  /** Whether an operation answers with a server error even what must be refused. */
  async #failsToRefuse({ operation }: Case, agenda: Agenda): Promise<boolean> {
    const isProbe = (testCase: Case): boolean => testCase.operation === operation && isBreaking(testCase.judged)
    const before = [...this.probes].filter(isProbe)
    const probes = before.length > 0 ? before : firstOf(agenda.of(operation), isProbe, MOST_PROBES)
    for (const probe of probes) {
      this.probes.add(probe)
      agenda.sendsEarly(probe)
    }
    if (before.length === 0) await this.#send(probes)
    return probes.every((probe) => this.#isFailed(probe))
  }

  #isFailed(sent: Case): boolean {
    return this.#troubled.some(({ testCase, outcome }) => testCase === sent && isFailure(outcome))
  }

  #close(broken: ReadonlySet<string>, extent: 'one operation' | 'every operation'): void {
    const isEverywhere = extent === 'every operation'
    const isUnread = this.#troubled.some(
      ({ testCase, outcome }) => broken.has(testCase.operation) && outcome.kind === 'fault',
    )
    for (const { testCase, outcome } of this.#troubled) {
      if (!broken.has(testCase.operation)) continue
      const exchange = this.#run.exchange(testCase, outcome, true)
      this.#run.take(testCase, { ...exchange, general: EVERY_REQUEST, isEverywhere })
    }
    const reason = `not sent: every request ${isEverywhere ? 'to the target' : 'of it'} was answered with ${isUnread ? 'what cannot be read' : 'a server error'}`
    for (const operation of isEverywhere ? this.#run.plan.operations.keys() : broken) {
      this.closed.set(operation, reason)
      this.#run.unreached.set(operation, reason)
    }
  }
}

function firstOf(cases: Iterable<Case>, isWanted: (testCase: Case) => boolean, most: number): Case[] {
  const wanted: Case[] = []
  for (const testCase of cases) if (isWanted(testCase) && wanted.push(testCase) >= most) break
  return wanted
}
