import {
  type FaultKind,
  type HttpRequest,
  headerValue,
  isSuccess,
  type Outcome,
  type RequestField,
  type Transport,
  withFields,
  withoutFields,
} from '../../http/index.ts'
import { type Case, mayExecute } from '../../planning/cases/index.ts'
import type { Budget } from './budget.ts'
import { type RequestSigner, withSignatureFields } from './request-signer.ts'

export type Sent =
  | { readonly kind: 'outcome'; readonly outcome: Outcome }
  /** Not sent, or never let through: why, for the ledger. */
  | { readonly kind: 'unsent'; readonly reason: string }

/** A credential of the same form that nobody was given: `Bearer wrong` for a token (RFC 9110, 11.4). */
function wrongCredential([name, value, place]: RequestField): RequestField {
  const [, scheme = ''] = /^([A-Za-z0-9-]+) +\S+$/.exec(value) ?? []
  const wrong = scheme.toLowerCase() === 'basic' ? Buffer.from('wrong:wrong').toString('base64') : 'wrong'
  return [name, name.toLowerCase() === 'authorization' && scheme !== '' ? `${scheme} ${wrong}` : wrong, place]
}

/** Time, as a run uses it: milliseconds. */
export interface Clock {
  now(): number
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

/** Faults after which the deployment has seen nothing of the request. */
const UNREACHED = new Set<FaultKind>(['unresolved', 'refused', 'tls', 'unsendable'])
const MOST_THROTTLED = 20
const LONGEST_WAIT = 60_000
/** The vendor's gateway counts by the second; without a Retry-After that is the wait to begin with. */
const FIRST_WAIT = 1_000

/**
 * Sends cases: within budget and rate, with credentials to the target alone, and again for as long as the deployment
 * asks for patience (429, or 503 with Retry-After; RFC 9110, 10.2.3).
 */
export class Sender {
  readonly #transport: Transport
  readonly #basePath: string
  readonly #signer: RequestSigner | undefined
  readonly #renew: (() => Promise<readonly RequestField[]>) | undefined
  readonly #headers: readonly RequestField[]
  readonly #isParameter: (field: RequestField, operation: string) => boolean
  readonly #budget: Budget
  readonly #clock: Clock
  readonly #signal: AbortSignal
  readonly #interval: number
  #nextSlot = 0
  #credentials: readonly RequestField[]
  #renewal: Promise<void> | undefined
  #carried: readonly RequestField[]
  /** Why credentials that were refused could not be replaced by new ones. */
  renewalFailure: string | undefined

  constructor(options: {
    readonly transport: Transport
    readonly basePath: string
    readonly credentials: readonly RequestField[]
    /** Takes the place of credentials, or stands beside them. */
    readonly signer?: RequestSigner | undefined
    /** New credentials in place of those that were refused; asked once. Its error's message says why there are none. */
    readonly renewCredentials?: (() => Promise<readonly RequestField[]>) | undefined
    readonly headers: readonly RequestField[]
    /** Whether a field is a parameter of an operation: then its cases carry it, or do not, by themselves. */
    readonly isParameter?: (field: RequestField, operation: string) => boolean
    readonly budget: Budget
    readonly clock: Clock
    readonly signal: AbortSignal
    readonly ratePerSecond: number
  }) {
    this.#transport = options.transport
    this.#basePath = options.basePath
    this.#credentials = options.credentials
    this.#carried = options.credentials
    this.#signer = options.signer
    this.#renew = options.renewCredentials
    this.#headers = options.headers
    this.#isParameter = options.isParameter ?? (() => false)
    this.#budget = options.budget
    this.#clock = options.clock
    this.#signal = options.signal
    this.#interval = 1000 / options.ratePerSecond
  }

  /** Every credential that a request has carried so far. */
  get carried(): readonly RequestField[] {
    return this.#carried
  }

  /** The request as it leaves for the deployment, without its signature, which is new each time. */
  dress({ request, credentials, operation }: Case): HttpRequest {
    const further = this.#headers.filter((field) => !this.#isParameter(field, operation))
    const dressed = withFields({ ...request, target: this.#basePath + request.target }, further)
    if (credentials === 'none') return withoutFields(dressed, this.#credentials)
    const authorized = withFields(
      dressed,
      credentials === 'wrong' ? this.#credentials.map(wrongCredential) : this.#credentials,
    )
    return this.#signer ? withSignatureFields(authorized) : authorized
  }

  #signed(testCase: Case): HttpRequest {
    const dressed = this.dress(testCase)
    if (!this.#signer || testCase.credentials === 'none') return dressed
    return this.#signer.sign(dressed, this.#clock.now(), testCase.credentials === 'wrong')
  }

  /** Asks for new credentials, once for all requests of the run. */
  #renewed(renew: () => Promise<readonly RequestField[]>): Promise<void> {
    this.#renewal ??= renew().then(
      (credentials) => {
        this.#credentials = credentials
        this.#carried = [...this.#carried, ...credentials]
      },
      (error: unknown) => {
        this.renewalFailure = error instanceof Error ? error.message : String(error)
      },
    )
    return this.#renewal
  }

  async send(testCase: Case): Promise<Sent> {
    for (let attempt = 0, wait = FIRST_WAIT; ; attempt++, wait *= 2) {
      const pause = this.#takeSlot()
      if (pause > this.#budget.left) return { kind: 'unsent', reason: '--max-time was reached' }
      if (pause > 0) await this.#clock.sleep(pause, this.#signal)
      if (this.#signal.aborted) return { kind: 'unsent', reason: 'the run was stopped' }
      const cost = mayExecute(testCase)
      const limit = this.#budget.take(cost)
      if (limit) return { kind: 'unsent', reason: `${limit} was reached` }
      const before = this.#credentials
      const outcome = await this.#transport.send(this.#signed(testCase))
      if (outcome.kind === 'fault') {
        if (UNREACHED.has(outcome.fault.kind)) this.#budget.giveBack(cost ? 1 : 0)
        if (outcome.fault.kind === 'unsendable') return { kind: 'unsent', reason: outcome.fault.message }
        return { kind: 'outcome', outcome }
      }
      const { status, headers } = outcome.response
      if (!cost && isSuccess(status)) this.#budget.executedAllTheSame()
      if (status === 401 && testCase.credentials === 'configured' && this.#renew) {
        // If another request has got new credentials meanwhile, this one is sent with those.
        if (this.#credentials === before) await this.#renewed(this.#renew)
        if (this.#credentials !== before) continue
      }
      const retryAfter = headerValue(headers, 'retry-after')
      if (status !== 429 && !(status === 503 && retryAfter !== undefined)) return { kind: 'outcome', outcome }
      if (attempt >= MOST_THROTTLED)
        return { kind: 'unsent', reason: `answered ${status} ${attempt + 1} times: lower --rate` }
      const ms = Math.min(retryAfter === undefined ? wait : this.#delay(retryAfter), LONGEST_WAIT)
      if (ms > this.#budget.left)
        return { kind: 'unsent', reason: `answered ${status}, and --max-time leaves no time to wait` }
      // All others wait too: a throttled deployment is not helped by them.
      this.#nextSlot = Math.max(this.#nextSlot, this.#clock.now() + ms)
    }
  }

  #delay(retryAfter: string): number {
    if (/^\d+$/.test(retryAfter)) return Number(retryAfter) * 1000
    const date = Date.parse(retryAfter)
    return Number.isNaN(date) ? FIRST_WAIT : Math.max(0, date - this.#clock.now())
  }

  /** Takes the next time at which a request may be sent: milliseconds until then. */
  #takeSlot(): number {
    const now = this.#clock.now()
    const slot = Math.max(now, this.#nextSlot)
    if (this.#interval > 0) this.#nextSlot = slot + this.#interval
    return slot - now
  }
}
