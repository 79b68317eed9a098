import type { Contract } from '../../contract/model/index.ts'
import { type Outcome, toCurl } from '../../http/index.ts'
import { type Breach, breachesOf, type Exchange, isRefused } from '../../judging/checks/index.ts'
import { OperationJudge } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import type { ReplayedFinding, Sighting } from '../../report/results/index.ts'
import { mayPass, platformAnswer, type Redaction, type Sender, type Sent } from '../run/index.ts'
import { exchangeOf, isSameDefect, otherDefects, outdated, untold } from './judge-replay.ts'
import type { RecordedFinding, RecordedReport } from './read-report.ts'
import { type Given, restoreCase } from './restore-case.ts'

const MOST_RETRIES = 3

type Result = Pick<ReplayedFinding, 'state' | 'reason' | 'now'>

/** What was tried of one witness. */
interface Trial {
  readonly finding: RecordedFinding
  readonly judge: OperationJudge
  readonly one: Case
  /** The outcome of sending it for the nth time. */
  readonly send: (time: number) => Promise<Sent>
}

/** A breach with the exchange that shows it. */
interface Shown {
  readonly exchange: Exchange
  readonly breach: Breach
}

const breachesIn = (exchange: Exchange): Shown[] => breachesOf(exchange).map((breach) => ({ exchange, breach }))

export interface ReplayerOptions {
  readonly contract: Contract
  readonly report: RecordedReport
  /** The path of the target that the report was made at. */
  readonly basePath: string
  readonly given: Given
  readonly sender: Sender
  readonly origin: string
  readonly redaction: Redaction
}

/** Sends witnesses again, one after the other, and what several findings share once for all. */
export class Replayer {
  readonly #options: ReplayerOptions
  readonly #judges = new Map<string, OperationJudge>()
  readonly #sent = new Map<string, Promise<Sent>[]>()
  /** Why nothing more is sent. */
  #ending: string | undefined

  constructor(options: ReplayerOptions) {
    this.#options = options
  }

  async replay(finding: RecordedFinding): Promise<Result> {
    const { basePath, given } = this.#options
    const judge = this.#judgeOf(finding.operation)
    if (!judge) return { state: 'cannot be sent', reason: 'the contract at hand has no such operation' }
    const one = restoreCase(finding, basePath, given, judge)
    if ('reason' in one) return { state: 'cannot be sent', reason: one.reason }
    const reason = outdated(finding, judge, one)
    if (reason !== undefined) return { state: 'cannot be sent', reason }
    const trial: Trial = { finding, judge, one, send: (time) => this.#send(one, time) }
    const result = await this.#try(trial)
    return result.reason === undefined ? result : { ...result, reason: this.#options.redaction.text(result.reason) }
  }

  async #try(trial: Trial): Promise<Result> {
    const first = await trial.send(0)
    if (first.kind === 'unsent') return { state: 'inconclusive', reason: first.reason }
    const refused = this.#refused(trial, first.outcome)
    if (refused !== undefined) return { state: 'inconclusive', reason: refused }
    const settled = await this.#settle(trial, first.outcome)
    if ('reason' in settled) return { state: 'inconclusive', reason: settled.reason }
    const { exchange, passed } = settled
    const shown = [...breachesIn(exchange), ...(passed ? breachesIn({ ...passed, repeated: false }) : [])]
    const same = shown.find(({ breach }) => isSameDefect(trial.finding, breach))
    if (same) return this.#found('still failing', trial, same, !(await this.#isMetAgain(trial)))
    const late = trial.finding.intermittent ? await this.#insist(trial) : undefined
    if (late) return this.#found('still failing', trial, late, true)
    const [other] = otherDefects(
      trial.finding,
      this.#options.report.findings,
      shown.map(({ breach }) => breach),
    )
    const changed = shown.find(({ breach }) => breach === other)
    if (changed) return this.#found('changed', trial, changed, !changed.exchange.repeated)
    const reason = untold(trial.finding, exchange)
    if (reason !== undefined) return { state: 'inconclusive', reason }
    return trial.finding.intermittent
      ? { state: 'fixed', reason: `it was met now and then; it was sent ${MOST_RETRIES + 1} times, and not met` }
      : { state: 'fixed' }
  }

  /** Why an outcome is none of the deployment's. */
  #refused({ finding, judge, one }: Trial, outcome: Outcome): string | undefined {
    if (outcome.kind === 'fault') {
      const { kind, message } = outcome.fault
      if (kind === 'refused' || kind === 'unresolved' || kind === 'tls') this.#ending = message
      return this.#ending
    }
    const exchange = exchangeOf(finding, judge, one, outcome)
    const { status } = outcome.response
    const { kind } = one.judged.verdict
    if (one.credentials !== 'configured' || status === finding.status) return undefined
    if (kind === 'other method' || kind === 'other path') return undefined
    const said = platformAnswer(exchange)
    if (status === 401 || status === 403) return `answered ${said?.text ?? status}: check the credentials`
    return said && `the platform answered ${said.text}`
  }

  /** A fault or 5xx has to repeat, as does a refusal of what must be accepted. */
  async #settle(
    { finding, judge, one, send }: Trial,
    outcome: Outcome,
  ): Promise<{ readonly exchange: Exchange; readonly passed?: Exchange } | { readonly reason: string }> {
    const first = exchangeOf(finding, judge, one, outcome)
    const isWronglyRefused = (exchange: Exchange): boolean =>
      one.judged.verdict.kind === 'conforming' && one.credentials === 'configured' && isRefused(exchange)
    if (!mayPass(first) && !isWronglyRefused(first)) return { exchange: first }
    const isSlow = outcome.kind === 'fault' && outcome.fault.kind === 'timeout'
    const retries = isSlow || isWronglyRefused(first) ? 1 : MOST_RETRIES
    for (let time = 1; time <= retries; time++) {
      const sent = await send(time)
      if (sent.kind === 'unsent') return { reason: sent.reason }
      const again = exchangeOf(finding, judge, one, sent.outcome)
      if (isWronglyRefused(first) && isWronglyRefused(again)) return { exchange: first }
      if (!mayPass(again)) return { exchange: again, passed: first }
    }
    return { exchange: first }
  }

  /** Whether what was met is met when it is sent once more; what #settle has met again is taken at its word. */
  async #isMetAgain({ finding, judge, one, send }: Trial): Promise<boolean> {
    if (one.request.method === 'DELETE') return true
    for (let time = 1; time <= MOST_RETRIES; time++) {
      const sent = await send(time)
      if (sent.kind === 'unsent') return true
      const again = exchangeOf(finding, judge, one, sent.outcome)
      if (breachesOf(again).some((breach) => isSameDefect(finding, breach))) return true
      if (!mayPass(again)) return false
    }
    return true
  }

  /** Sends what was only met now and then a few times more. */
  async #insist({ finding, judge, one, send }: Trial): Promise<Shown | undefined> {
    for (let time = 1; time <= MOST_RETRIES; time++) {
      const sent = await send(time)
      if (sent.kind === 'unsent') return undefined
      const shown = breachesIn(exchangeOf(finding, judge, one, sent.outcome, false))
      const same = shown.find(({ breach }) => isSameDefect(finding, breach))
      if (same) return same
    }
    return undefined
  }

  #found(
    state: 'still failing' | 'changed',
    { finding, one }: Trial,
    { exchange: { outcome }, breach }: Shown,
    intermittent: boolean,
  ): Result {
    const { redaction, sender, origin } = this.#options
    const request = redaction.request(sender.dress(one))
    const now: Sighting = {
      subject: breach.subject,
      check: breach.check,
      class: breach.class,
      intermittent,
      message: redaction.text(breach.message),
      expected: redaction.text(breach.expected),
      received: redaction.text(breach.received),
      witness: {
        request,
        response:
          outcome.kind === 'fault'
            ? { fault: redaction.text(outcome.fault.message) }
            : {
                status: outcome.response.status,
                headers: outcome.response.headers.map(([name, value]) => [name, redaction.text(value)]),
                body: redaction.bytes(outcome.response.body),
              },
        curl: toCurl(request, origin),
        replay: { case: one.name, seed: finding.seed },
      },
    }
    return { state, now }
  }

  #send(one: Case, time: number): Promise<Sent> {
    const { method, target, headers, body } = one.request
    const key = JSON.stringify([method, target, headers, body && Buffer.from(body).toString('base64'), one.credentials])
    const sent = this.#sent.get(key) ?? []
    this.#sent.set(key, sent)
    const reason = this.#ending
    const known = sent[time] ?? (reason === undefined ? this.#options.sender.send(one) : undefined)
    if (!known) return Promise.resolve({ kind: 'unsent', reason: reason ?? '' })
    sent[time] = known
    return known
  }

  #judgeOf(id: string): OperationJudge | undefined {
    const { contract } = this.#options
    const operation = contract.operations.find((one) => one.id === id)
    const judge = this.#judges.get(id) ?? (operation && new OperationJudge(contract, operation))
    if (judge) this.#judges.set(id, judge)
    return judge
  }
}
