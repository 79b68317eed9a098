import { isSuccess } from '../../http/index.ts'
import { type Exchange, statusOf } from '../../judging/checks/index.ts'
import { isForAnother } from '../../judging/messages/index.ts'
import type { Case } from '../../planning/cases/index.ts'
import { isPlainTarget } from './canonical-target.ts'
import type { Keyring } from './keyring.ts'
import { platformAnswer } from './platform-answer.ts'
import type { RequestSigner } from './request-signer.ts'
import type { RunState } from './run-state.ts'

/** Takes the answers of what stands in front of a deployment. They say of an operation only whether it can be reached. */
export class Gatekeeper {
  readonly #run: RunState
  readonly #keyring: Keyring
  readonly #signer: RequestSigner | undefined
  /** Operations that the platform does not let this caller reach, and why. */
  readonly closed = new Map<string, string>()

  constructor(run: RunState, keyring: Keyring, signer?: RequestSigner) {
    this.#run = run
    this.#keyring = keyring
    this.#signer = signer
  }

  /** Nothing can be proven if the platform lets a caller through nowhere. */
  endIfClosed(): void {
    if (this.#run.twins.size > 0 || this.#run.ending) return
    const [reason] = this.closed.values()
    if (reason !== undefined) this.#run.end(reason)
  }

  /** Whether an answer is the platform's, and no more to be judged. */
  takes(testCase: Case, exchange: Exchange): boolean {
    const status = statusOf(exchange)
    const answer = platformAnswer(exchange)
    const isAuth = status === 401 || status === 403
    if ((!answer && !isAuth) || isForAnother(exchange.judged)) return false
    if (answer && !isAuth && isSuccess(status)) return false
    const text = answer ? `the platform said ${answer.text}` : `it answered ${status}`
    const reason = isAuth ? this.#refused(testCase, text) : `the operation was not reached: ${text}`
    if (testCase.role === 'base') {
      this.closed.set(testCase.operation, reason)
      return true
    }
    // Others were let in with a signature of the same key: this one is at odds over the form of the path.
    if (status === 401 && this.#signer && this.#run.twins.size > 0 && !isPlainTarget(testCase.request.target)) {
      this.#run.note('A 401 was not judged: signers differ on escapes and the like in a path or query.')
      return true
    }
    if (status === 401 || (isAuth && this.#run.twins.size === 0)) this.#run.end(reason)
    else if (isAuth && !answer) return false
    else this.#run.note(`An answer of the platform was not judged: ${text}.`)
    return true
  }

  #refused({ operation }: Case, text: string): string {
    return this.#signer || this.#keyring.fieldsFor(operation).length > 0
      ? `the credentials were refused: ${text}; check the credentials`
      : `the deployment demands credentials, and none were given: ${text}; give credentials with --token or --header`
  }
}
