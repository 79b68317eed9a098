import type { ClosedOperation, Contract } from '../contract/model/index.ts'
import type { HttpRequest } from '../http/index.ts'
import { isAcceptable, OperationFinder } from '../judging/messages/index.ts'
import { Mock, type MockReply } from '../mock/responder/index.ts'
import { listed } from '../report/text/index.ts'
import type { SeenRequest } from './observation.ts'
import type { ServedAnswer } from './served-answers.ts'

/** A client in a loop of retries must not fill the memory. */
const MOST_SEEN = 100

/** A mock that gives one operation the answer that is wanted for the call, and remembers what the call sent. */
export class AnsweringMock {
  readonly #mock: Mock
  readonly #lets: (operation: string | undefined) => boolean
  readonly #finder: OperationFinder
  /** Operations that were called and that a fault of the document closes: nobody can judge what was sent to them. */
  readonly closed = new Set<ClosedOperation>()
  #wanted: { readonly operation: string; readonly answer: ServedAnswer } | undefined
  #seen: SeenRequest[] = []

  /** `lets` tells the operations whose requests get in; all by default. */
  constructor(contract: Contract, lets: (operation: string | undefined) => boolean = () => true) {
    this.#mock = new Mock(contract, { mode: 'example', journal: 1 })
    this.#lets = lets
    this.#finder = new OperationFinder(contract)
  }

  /** Begins a call. Gives back the list that its requests come into. */
  begin(operation: string, answer: ServedAnswer): readonly SeenRequest[] {
    this.#wanted = { operation, answer }
    this.#seen = []
    return this.#seen
  }

  /** Why no request of a client was seen that could be judged: those to closed operations, or else what is given. */
  whyUnseen(otherwise: string): string {
    const ids = [...this.closed].map(({ id }) => id)
    return ids.length > 0 ? `only operations were called that are not planned: ${listed(ids, 3)}` : otherwise
  }

  handle(request: HttpRequest): MockReply {
    const reply = this.#mock.handle(request)
    const closed = this.#finder.findClosed(request.method, request.target)
    if (closed) {
      this.closed.add(closed)
      return reply
    }
    const { operation, judged } = this.#mock.interactions.at(-1) ?? {}
    const isServed = judged !== undefined && isAcceptable(judged) && this.#lets(operation)
    const wanted = isServed && operation === this.#wanted?.operation ? this.#wanted : undefined
    const response = wanted?.answer.response ?? reply.response
    if (this.#seen.length < MOST_SEEN) this.#seen.push({ request, operation, judged, response, isServed })
    return { response, delayMs: 0, fault: undefined }
  }
}
