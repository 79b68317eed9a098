import { isServerError, isSuccess } from '../../http/index.ts'
import { type Exchange, statusOf } from '../../judging/checks/index.ts'
import { brokenAlone, isForAnother, type OperationJudge } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { isPlainTarget } from './canonical-target.ts'
import { isShutOut } from './is-troubled.ts'
import type { Keyring } from './keyring.ts'
import { platformAnswer } from './platform-answer.ts'
import { refusalWords } from './refusal-words.ts'
import type { RequestSigner } from './request-signer.ts'
import type { RunState } from './run-state.ts'

/**
 * Takes the answers of what stands in front of a deployment: it lets a request in, or not. Of an operation they say
 * whether it can be reached, and that only if its first requests are refused. Later on, a 401 or 403 is a matter of the
 * one request that met it: a tenant that is not the caller's, or a text that a filter does not like.
 */
export class Gatekeeper {
  readonly #run: RunState
  readonly #keyring: Keyring
  readonly #signer: RequestSigner | undefined
  /** Why the first request of an operation was not let in. */
  readonly #refusals = new Map<string, string>()
  /** Operations that the platform does not let this caller reach, and why. */
  readonly closed = new Map<string, string>()

  constructor(run: RunState, keyring: Keyring, signer?: RequestSigner) {
    this.#run = run
    this.#keyring = keyring
    this.#signer = signer
  }

  /**
   * Closes the operations of which no first request was let in. If none of any operation was, the run is over, unless
   * further operations come later and some answered otherwise.
   */
  closeRefused(areMoreToCome: boolean): void {
    const mayEnd = !areMoreToCome || this.#run.conforming === 0
    for (const [operation, reason] of this.#refusals)
      if (!this.#run.twins.has(operation)) this.#close(operation, reason, mayEnd)
  }

  #close(operation: string, reason: string, mayEnd = true): void {
    this.closed.set(operation, reason)
    this.#run.unreached.set(operation, reason)
    // If nothing was ever let in, or is no more, nothing can be proven.
    if (mayEnd && [...this.#run.twins.keys()].every((reached) => this.closed.has(reached))) this.#run.end(reason)
  }

  /** Whether an answer is the platform's, and no more to be judged. */
  takes(testCase: Case, exchange: Exchange): boolean {
    const status = statusOf(exchange)
    // Whoever words a server error, it is the deployment's: the platform only tells that it got no answer.
    if (status === undefined || isSuccess(status) || isServerError(status) || isForAnother(exchange.judged))
      return false
    const answer = platformAnswer(exchange)
    const isBarred = isShutOut(exchange)
    if (!answer && !isBarred) return false
    const text = answer ? `the platform said ${answer.text}` : `it answered ${wordsOf(exchange)}`
    if (isBarred && isAboutContent(exchange)) return false
    const reason = isBarred ? this.#refused(testCase, text) : `the operation was not reached: ${text}`
    if (testCase.role === 'base') {
      if (!this.#refusals.has(testCase.operation)) this.#refusals.set(testCase.operation, reason)
    } else if (testCase.role === 'again' && isBarred)
      this.#close(testCase.operation, `${reason}, which had been let in before`)
    // Others were let in with a signature of the same key: this one is at odds over the form of the path.
    else if (status === 401 && this.#signer && !isPlainTarget(testCase.request.target))
      this.#run.note('A 401 was not judged: signers differ on escapes and the like in a path or query.')
    else if (isBarred) this.#bar(testCase, exchange, status)
    else this.#run.note(`An answer of the platform was not judged: ${text}.`)
    return true
  }

  /**
   * Whether a request that was not let in may have been kept out for the tenant that it names: the platform does not say
   * that its credentials are wrong, and it carries some if they are demanded.
   */
  mayLetInOthers({ operation }: Case, exchange: Exchange): boolean {
    if (!isShutOut(exchange) || platformAnswer(exchange) !== undefined) return false
    return this.#carriesCredentials(operation) || !needsCredentials(exchange.judge)
  }

  #carriesCredentials(operation: string): boolean {
    return this.#signer !== undefined || this.#keyring.fieldsFor(operation).length > 0
  }

  /** Notes that one request was not let in, with those that break the same constraint. */
  #bar({ name, operation }: Case, { judged }: Exchange, status: number): void {
    const broken = brokenAlone(judged)
    if (broken) {
      const breach = `what breaks it alone was answered ${status}: it was not let in, which says nothing of the constraint`
      this.#run.barred.set(broken.id, { breach })
    }
    this.#run.barredRequests.add(status, operation, broken?.id ?? `${operation}, ${name}`)
  }

  #refused({ operation }: Case, text: string): string {
    const missing = this.#keyring.missingFor(operation)
    const advice = missing.length === 0 ? undefined : `give credentials for ${given(missing)}`
    return this.#carriesCredentials(operation)
      ? `the credentials were refused: ${text}; check the credentials${advice ? `, and ${advice}` : ''}`
      : `the deployment demands credentials, and none were given: ${text}; ${advice ?? 'give credentials with --token or --header'}`
  }
}

const wordsOf = ({ outcome }: Exchange): string => (outcome.kind === 'response' ? refusalWords(outcome.response) : '')

/** Security schemes that lack credentials, with the options that give them. */
const given = (schemes: readonly string[]): string =>
  `${schemes.join(' and ')} with ${schemes.map((name) => `--token ${name}=VALUE`).join(' and ')}, or with --header`

/** An operation that anybody may call documents such a status for what it is sent: the password of a login. */
const isAboutContent = ({ judge, answer }: Exchange): boolean =>
  !needsCredentials(judge) && /^\d+$/.test(answer?.documented?.status ?? '')

const needsCredentials = ({ operation }: OperationJudge): boolean =>
  operation.security.length > 0 && operation.security.every((schemes) => schemes.length > 0)
