import {
  type FaultKind,
  type HttpRequest,
  headerValue,
  isSuccess,
  type Outcome,
  type RequestField,
  refusalKind,
  type Transport,
  withFields,
  withoutFields,
} from '../../http/index.ts'
import { type Case, mayExecute } from '../../planning/cases/index.ts'
import type { Report } from '../../report/results/index.ts'
import { alteredCredential } from './altered-credential.ts'
import type { Budget } from './budget.ts'
import type { Clock } from './clock.ts'
import type { Keyring } from './keyring.ts'
import { Outage } from './outage.ts'
import { type RequestSigner, withSignatureFields } from './request-signer.ts'
import { Throttle } from './throttle.ts'

export type Sent =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** Not sent, or never let through: why, for the ledger. */
  | { readonly kind: 'unsent'; readonly reason: string; readonly isLimit?: true }

const USER_AGENT = 'User-Agent'

/** Faults after which the deployment has seen nothing of the request. */
const UNREACHED = new Set<FaultKind>(['unresolved', 'refused', 'tls', 'unsendable'])

/**
 * Sends cases: within budget and rate, with credentials to the target alone, and again for as long as the deployment
 * asks for patience, within limits.
 */
export class Sender {
  readonly #transport: Transport
  readonly #basePath: string
  readonly #signer: RequestSigner | undefined
  readonly #keyring: Keyring
  readonly #headers: readonly RequestField[]
  readonly #renewed: (testCase: Case) => Case
  /** Cases as they were sent, by what came back. */
  readonly #sentAs = new WeakMap<Outcome, Case>()
  readonly #isParameter: (field: RequestField, operation: string) => boolean
  readonly #budget: Budget
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #interval: number
  readonly #userAgent: string | undefined
  /** What the deployment does not let through any more, however long it is waited for. */
  readonly throttle: Throttle
  /** Whether the target is down, and how long it was waited for. */
  readonly outage: Outage
  /** How many requests reached the deployment, by operation. */
  readonly sent = new Map<string, number>()
  #nextSlot = 0

  constructor(options: {
    readonly transport: Transport
    readonly basePath: string
    readonly keyring: Keyring
    /** Takes the place of credentials, or stands beside them. */
    readonly signer?: RequestSigner | undefined
    readonly headers: readonly RequestField[]
    /** A case with what must be new in each request; itself by default. */
    readonly renewed?: (testCase: Case) => Case
    /** Whether a field is a parameter of an operation: then its cases carry it, or do not, by themselves. */
    readonly isParameter?: (field: RequestField, operation: string) => boolean
    readonly budget: Budget
    readonly clock: Clock
    readonly signal: AbortSignal
    readonly ratePerSecond: number
    /** How long a target is waited for that is not up, at first or after it was, in milliseconds. Default 0. */
    readonly waitMs?: number | undefined
    /** Who is asking (RFC 9110, 10.1.5), unless the user says another name. It is not shown with the requests. */
    readonly tool?: Report['tool'] | undefined
  }) {
    this.#transport = options.transport
    this.#basePath = options.basePath
    this.#keyring = options.keyring
    this.#signer = options.signer
    this.#headers = options.headers
    this.#renewed = options.renewed ?? ((testCase) => testCase)
    this.#isParameter = options.isParameter ?? (() => false)
    this.#budget = options.budget
    this.#clock = options.clock
    this.#signal = options.signal
    this.#interval = 1000 / options.ratePerSecond
    this.#userAgent = options.tool && `${options.tool.name}/${options.tool.version}`
    this.throttle = new Throttle(() => options.clock.now())
    this.outage = new Outage(options)
  }

  /** The request as it leaves for the deployment, without its signature, which is new each time. */
  dress({ request, credentials, operation }: Case): HttpRequest {
    const further = this.#headers.filter((field) => !this.#isParameter(field, operation))
    const along = [...further, ...this.#keyring.alongFor(operation)]
    const dressed = withFields({ ...request, target: this.#basePath + request.target }, along)
    const fields = this.#keyring.fieldsFor(operation)
    // Of several that are demanded at once the first is altered alone, and the others are left out beside it.
    const [first, ...others] = this.#keyring.togetherFor(operation)
    if (credentials === 'none')
      return first ? withoutFields(withFields(dressed, [first]), others) : withoutFields(dressed, fields)
    const authorized = withFields(
      dressed,
      fields.map((field) =>
        credentials === 'configured' || (first && field !== first) ? field : alteredCredential(field, credentials),
      ),
    )
    return this.#signer ? withSignatureFields(authorized) : authorized
  }

  #signed(testCase: Case): HttpRequest {
    const dressed = this.dress(testCase)
    if (!this.#signer || testCase.credentials === 'none') return dressed
    return this.#signer.sign(dressed, this.#clock.now(), testCase.credentials !== 'configured')
  }

  /** The request with the name of who sends it, unless that is a matter of the contract or of the user. */
  #named(request: HttpRequest, { operation }: Case): HttpRequest {
    if (this.#userAgent === undefined || headerValue(request.headers, USER_AGENT) !== undefined) return request
    const field: RequestField = [USER_AGENT, this.#userAgent]
    if (this.#isParameter(field, operation)) return request
    return { ...request, headers: [...request.headers, [USER_AGENT, this.#userAgent]] }
  }

  /** A case as it was when an outcome came back: with what was new in its request. */
  sentAs(testCase: Case, outcome: Outcome): Case {
    return this.#sentAs.get(outcome) ?? testCase
  }

  async send(testCase: Case): Promise<Sent> {
    for (let throttled = 0; ; ) {
      const shut = this.throttle.over ?? this.throttle.closed.get(testCase.operation)
      if (shut !== undefined) return { kind: 'unsent', reason: shut }
      const pause = this.#takeSlot()
      if (pause > this.#budget.left) return { kind: 'unsent', reason: '--max-time was reached', isLimit: true }
      if (pause > 0) await this.#clock.sleep(pause, this.#signal)
      if (this.#signal.aborted) return { kind: 'unsent', reason: 'the run was stopped' }
      const cost = mayExecute(testCase)
      const limit = this.#budget.take(cost)
      if (limit) return { kind: 'unsent', reason: `${limit} was reached`, isLimit: true }
      const before = this.#keyring.fieldsFor(testCase.operation)
      const renewed = this.#renewed(testCase)
      const outcome = await this.#transport.send(this.#named(this.#signed(renewed), testCase))
      this.#sentAs.set(outcome, renewed)
      if (outcome.kind === 'response' || !UNREACHED.has(outcome.fault.kind))
        this.sent.set(testCase.operation, (this.sent.get(testCase.operation) ?? 0) + 1)
      if (outcome.kind === 'fault') {
        if (UNREACHED.has(outcome.fault.kind)) this.#budget.giveBack(cost ? 1 : 0)
        if (await this.outage.isWaitedFor(outcome.fault.kind)) continue
        if (outcome.fault.kind === 'unsendable') return { kind: 'unsent', reason: outcome.fault.message }
        return { kind: 'outcome', outcome }
      }
      this.outage.isOver()
      const { status, headers } = outcome.response
      if (refusalKind(status, headerValue(headers, 'retry-after') !== undefined) !== 'rate') {
        this.throttle.letThrough()
        if (!cost && isSuccess(status)) this.#budget.executedAllTheSame()
        const isRenewable = status === 401 && testCase.credentials === 'configured'
        if (isRenewable && (await this.#keyring.renew(testCase.operation, before))) continue
        return { kind: 'outcome', outcome }
      }
      if (cost) this.#budget.notExecuted()
      throttled++
      const patience = this.throttle.asked(testCase.operation, outcome.response, throttled)
      if (patience.kind === 'in vain') return { kind: 'unsent', reason: patience.reason }
      if (patience.ms > this.#budget.left)
        return {
          kind: 'unsent',
          reason: `answered ${status}, and --max-time leaves no time to wait`,
          isLimit: true,
        }
      // All others wait too: a throttled deployment is not helped by them.
      this.#nextSlot = Math.max(this.#nextSlot, this.#clock.now() + patience.ms)
    }
  }

  /** Takes the next time at which a request may be sent: milliseconds until then. */
  #takeSlot(): number {
    const now = this.#clock.now()
    const slot = Math.max(now, this.#nextSlot)
    if (this.#interval > 0) this.#nextSlot = slot + this.#interval
    return slot - now
  }
}
