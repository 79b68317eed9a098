import type { Deadline } from '../../bounded/index.ts'
import type { Contract, Operation } from '../../contract/model/index.ts'
import type { Outcome, Redaction } from '../../http/index.ts'
import {
  type AskedCheck,
  type Breach,
  breachesOf,
  CHECKS,
  type Check,
  type Exchange,
  isRefused,
} from '../../judging/checks/index.ts'
import { isForAnother, OperationFinder, OperationJudge } from '../../judging/messages/index.ts'
import { type Case, foreignTo, type Knowledge } from '../../planning/cases/index.ts'
import { type ReplayedFinding, type Sighting, writeEvidence } from '../../report/results/index.ts'
import {
  type FreshValues,
  MOST_RETRIES,
  platformAnswer,
  type Resending,
  type Sender,
  type Sent,
  seeAgain,
  settle,
} from '../run/index.ts'
import { exchangeOf, isOfTwoRequests, isSighting, otherDefects, outdated, untold, untoldByOne } from './judge-replay.ts'
import type { RecordedFinding, RecordedReport } from './read-report.ts'
import { renewedWitness } from './renewed-witness.ts'
import { type Given, restoreCase } from './restore-case.ts'

type Result = Pick<ReplayedFinding, 'state' | 'reason' | 'request' | 'now'>

/** One witness, to be sent again. */
interface Attempt {
  readonly finding: RecordedFinding
  readonly judge: OperationJudge
  readonly testCase: Case
  readonly resending: Resending
  /** Where it was sent with values that must be new, and are old. */
  readonly stale: ReadonlySet<string>
}

/** A sending of a witness. */
interface Sending {
  readonly sent: Promise<Sent>
  readonly stale: readonly string[]
}

/** A breach with the exchange that shows it. */
interface Shown {
  readonly exchange: Exchange
  readonly breach: Breach
}

export interface ReplayerOptions {
  /** Made anew for each response that is judged. */
  readonly deadline?: (() => Deadline) | undefined
  readonly contract: Contract
  readonly report: RecordedReport
  /** The path of the target that the report was made at. */
  readonly basePath: string
  readonly given: Given
  /** What the user knows and permits of an operation: a report permits nothing. */
  readonly knowledgeOf: (operation: Operation) => Knowledge
  /** Whether nothing is sent, and it is only said what would be. */
  readonly isDry?: boolean
  readonly sender: Sender
  readonly origin: string
  readonly redaction: Redaction
  readonly fullBodies?: boolean | undefined
  /** What is sent in place of what the deployment took when the report was made. */
  readonly fresh: FreshValues
  /** The user's own checks, beside all others. */
  readonly ownChecks?: readonly AskedCheck[]
}

/** Sends witnesses again, one after the other. A request that several findings share is sent once for all. */
export class Replayer {
  readonly #options: ReplayerOptions
  readonly #own: readonly AskedCheck[]
  readonly #checks: readonly Check[]
  readonly #judges = new Map<string, OperationJudge>()
  readonly #finder: OperationFinder
  readonly #sent = new Map<string, Sending[]>()
  /** Why nothing more is sent. */
  #ending: string | undefined

  constructor(options: ReplayerOptions) {
    this.#options = options
    this.#own = options.ownChecks ?? []
    this.#checks = [...CHECKS, ...this.#own]
    this.#finder = new OperationFinder(options.contract)
  }

  async replay(finding: RecordedFinding): Promise<Result> {
    const { basePath, given } = this.#options
    const judge = this.#judgeOf(finding.operation)
    if (!judge) return { state: 'cannot be sent', reason: this.#whyNot(finding.operation) }
    const testCase = restoreCase(finding, basePath, given, judge)
    if ('reason' in testCase) return { state: 'cannot be sent', reason: testCase.reason }
    const reason = this.#foreign(judge, testCase) ?? outdated(finding, judge, testCase, this.#own)
    if (reason !== undefined) return { state: 'cannot be sent', reason }
    if (this.#options.isDry) return { state: 'would be sent', request: this.#requestText(testCase) }
    const stale = new Set<string>()
    const resending: Resending = {
      send: (time) => {
        const sending = this.#send(finding, judge, testCase, time)
        for (const place of sending.stale) stale.add(place)
        return sending.sent
      },
      judge: (outcome) => this.#exchange(finding, judge, testCase, outcome),
    }
    const attempt: Attempt = { finding, judge, testCase, resending, stale }
    const tried = isOfTwoRequests(finding) ? await this.#tryTwice(attempt) : await this.#try(attempt)
    const result = doubted(tried, attempt)
    return result.reason === undefined ? result : { ...result, reason: this.#options.redaction.text(result.reason) }
  }

  /** Why a run would not plan a request: nothing of a report is trusted. */
  #foreign(judge: OperationJudge, testCase: Case): string | undefined {
    const { method, target } = testCase.request
    const owner = this.#finder.find(method, target)
    if (owner && owner.method === method && owner.id !== judge.operation.id)
      return `its path is that of ${owner.id}, and not of ${judge.operation.id}`
    return foreignTo(judge, testCase, this.#options.knowledgeOf(judge.operation))
  }

  #requestText(testCase: Case): string {
    const { sender, origin, redaction } = this.#options
    const { method, target } = sender.dress(testCase)
    return redaction.text(`${method} ${origin}${target}`)
  }

  async #try(attempt: Attempt): Promise<Result> {
    const first = await attempt.resending.send(0)
    if (first.kind === 'unsent') return { state: 'inconclusive', reason: first.reason }
    const refused = this.#refused(attempt, first.outcome)
    if (refused !== undefined) return { state: 'inconclusive', reason: refused }
    const settled = await settle(first.outcome, attempt.resending)
    if (settled.kind === 'unsent') return { state: 'inconclusive', reason: settled.reason }
    const { exchange, passed } = settled
    // A failure that passes may be anybody's, unless it is what was met now and then; a refusal is the deployment's.
    const isTelling = attempt.finding.intermittent || (passed !== undefined && isRefused(passed))
    const shown = [...this.#shownIn(exchange), ...(passed ? this.#shownIn({ ...passed, repeated: isTelling }) : [])]
    const same = shown.find(({ breach }) => isSighting(attempt.finding, breach))
    if (same) return this.#found('still failing', attempt, same, !(await this.#isMetAgain(attempt)))
    const late = attempt.finding.intermittent ? await this.#insist(attempt) : undefined
    if (late) return this.#found('still failing', attempt, late, true)
    const [defect] = otherDefects(
      attempt.finding,
      this.#options.report.findings,
      shown.map(({ breach }) => breach),
    )
    const changed = shown.find(({ breach }) => breach === defect)
    if (changed) return this.#found('changed', attempt, changed, !changed.exchange.repeated)
    const reason = untold(attempt.finding, exchange, this.#own)
    if (reason !== undefined) return { state: 'inconclusive', reason }
    return attempt.finding.intermittent
      ? { state: 'fixed', reason: `it was met now and then; it was sent ${MOST_RETRIES + 1} times, and not met` }
      : { state: 'fixed' }
  }

  /** Sends a witness a second time, after it was accepted: only both answers show the finding. */
  async #tryTwice(attempt: Attempt): Promise<Result> {
    const { resending } = attempt
    const sent = await resending.send(0)
    if (sent.kind === 'unsent') return { state: 'inconclusive', reason: sent.reason }
    const first = resending.judge(sent.outcome)
    const reason = this.#refused(attempt, sent.outcome) ?? untoldByOne(first)
    if (reason !== undefined) return { state: 'inconclusive', reason }
    return this.#try({
      ...attempt,
      resending: {
        send: (time) => resending.send(time + 1),
        judge: (outcome) => ({ ...resending.judge(outcome), first }),
      },
    })
  }

  #breachesIn = (exchange: Exchange): Breach[] => breachesOf(exchange, this.#checks)

  #shownIn = (exchange: Exchange): Shown[] => this.#breachesIn(exchange).map((breach) => ({ exchange, breach }))

  #exchange(finding: RecordedFinding, judge: OperationJudge, testCase: Case, outcome: Outcome): Exchange {
    const { sender, deadline } = this.#options
    const sent = sender.sentAs(testCase, outcome)
    return { ...exchangeOf(finding, judge, sent, outcome, deadline?.()), sent: sender.dress(sent) }
  }

  /** Why an outcome is none of the deployment's. */
  #refused({ finding, judge, testCase }: Attempt, outcome: Outcome): string | undefined {
    if (outcome.kind === 'fault') {
      const { kind, message } = outcome.fault
      if (kind === 'refused' || kind === 'unresolved' || kind === 'tls') this.#ending = message
      return this.#ending
    }
    const exchange = this.#exchange(finding, judge, testCase, outcome)
    const { status } = outcome.response
    if (testCase.credentials !== 'configured' || status === finding.status) return undefined
    if (isForAnother(testCase.judged)) return undefined
    const answer = platformAnswer(exchange)
    if (status === 401 || status === 403) return `answered ${answer?.text ?? status}: check the credentials`
    return answer && `the platform answered ${answer.text}`
  }

  /** Whether what was met is met when it is sent once more; nothing but a clear answer says that it is not. */
  async #isMetAgain({ finding, testCase, resending }: Attempt): Promise<boolean> {
    if (testCase.request.method === 'DELETE') return true
    const shows = (outcome: Outcome): boolean =>
      this.#breachesIn(resending.judge(outcome)).some((breach) => isSighting(finding, breach))
    return (await seeAgain(resending, shows, MOST_RETRIES)).kind !== 'not seen'
  }

  /** Sends a few times more what was only met now and then. */
  async #insist({ finding, judge, testCase, resending }: Attempt): Promise<Shown | undefined> {
    for (let time = 1; time <= MOST_RETRIES; time++) {
      const sent = await resending.send(time)
      if (sent.kind === 'unsent') return undefined
      const shown = this.#shownIn(this.#exchange(finding, judge, testCase, sent.outcome))
      const same = shown.find(({ breach }) => isSighting(finding, breach))
      if (same) return same
    }
    return undefined
  }

  #found(
    state: 'still failing' | 'changed',
    { finding, testCase }: Attempt,
    { exchange: { outcome }, breach }: Shown,
    intermittent: boolean,
  ): Result {
    const { redaction, fullBodies, sender, origin } = this.#options
    const exchange = {
      request: sender.dress(sender.sentAs(testCase, outcome)),
      renewed: finding.renewed ?? [],
      outcome,
      origin,
      replay: { case: testCase.name, seed: finding.seed },
    }
    const now: Sighting = {
      subject: breach.subject,
      check: breach.check,
      class: breach.class,
      intermittent,
      ...writeEvidence(breach, exchange, { redaction, fullBodies }),
    }
    return { state, now }
  }

  #send({ renewed = [] }: RecordedFinding, judge: OperationJudge, testCase: Case, time: number): Sending {
    const { method, target, headers, body } = testCase.request
    const key = JSON.stringify([
      method,
      target,
      headers,
      body && Buffer.from(body).toString('base64'),
      testCase.credentials,
      renewed,
    ])
    const sendings = this.#sent.get(key) ?? []
    this.#sent.set(key, sendings)
    const before = sendings[time]
    if (before) return before
    if (this.#ending !== undefined)
      return { sent: Promise.resolve({ kind: 'unsent', reason: this.#ending }), stale: [] }
    const { sender, fresh } = this.#options
    const witness = renewedWitness(judge, testCase, renewed, fresh)
    const sending = { sent: sender.send(witness.testCase), stale: witness.stale }
    sendings[time] = sending
    return sending
  }

  #whyNot(id: string): string {
    const closed = this.#options.contract.closed?.find((operation) => operation.id === id)
    return closed?.reason ?? 'the contract at hand has no such operation'
  }

  #judgeOf(id: string): OperationJudge | undefined {
    const { contract } = this.#options
    const operation = contract.operations.find((documented) => documented.id === id)
    const judge = this.#judges.get(id) ?? (operation && new OperationJudge(contract, operation))
    if (judge) this.#judges.set(id, judge)
    return judge
  }
}

/** What was sent with a value that may be taken shows what fails, and not that anything is mended. */
function doubted(result: Result, { stale }: Attempt): Result {
  if (stale.size === 0 || (result.state !== 'fixed' && result.state !== 'changed')) return result
  const places = [...stale].join(', ')
  return {
    state: 'inconclusive',
    reason: `${places} must be new in every request, and there is no other value like it`,
  }
}
