import { type Contract, ContractError } from '../contract/index.ts'
import type { HttpRequest, HttpResponse, RequestField } from '../http/index.ts'
import { basePathsOf, belowBasePaths } from '../validation/index.ts'
import { type JournalEntry, journalEntry, type MockInteraction } from './journal-entry.ts'
import type { MockChoice, MockFault } from './mock-choice.ts'
import { readPreferences } from './preferences.ts'
import { createResponder, type Reply, type Responder } from './responder.ts'

export interface MockOptions extends MockChoice {
  /** What a request must carry to be let in; nothing by default. */
  readonly credentials?: readonly RequestField[]
  /** For single operations, by id, over what holds for all. */
  readonly answers?: { readonly [operation: string]: MockChoice }
  /** Interactions that the journal keeps, the last ones: 1,000 by default. */
  readonly journal?: number
}

/** What a front carries out: after the delay the response, or the fault in its place. */
export interface MockReply {
  readonly response: HttpResponse
  readonly delayMs: number
  readonly fault: MockFault | undefined
}

/** What a test asks of a mock that is running. */
export interface MockControl {
  /** For the next request alone, or the next of an operation; several are taken one after the other. */
  next(choice: MockChoice, operation?: string): void
  /** For every request from now on, until it is called again. */
  always(choice: MockChoice): void
  /** Forgets the journal, the turns and what was wanted of answers to come. */
  reset(): void
  /** The interactions so far, in the order in which they were answered; the last 1,000, unless the options say more. */
  readonly journal: readonly JournalEntry[]
}

const MOST_KEPT = 1000

/**
 * A mock of a contract, whatever carries its requests and answers: a responder with a memory of turns, what was asked
 * for the next request, and a journal. Wanted of an answer counts, first to last: the request's own `Prefer`, `next`,
 * `always`, the options of its operation, the options. Whatever is wanted, a request that breaks the contract is
 * refused as the contract says.
 */
export class Mock implements MockControl {
  readonly contract: Contract
  readonly #options: MockOptions
  readonly #respond: Responder
  readonly #turns = new Map<string, number>()
  readonly #basePaths: readonly string[]
  #next: { readonly choice: MockChoice; readonly operation: string | undefined }[] = []
  #always: MockChoice = {}
  #interactions: MockInteraction[] = []

  /** Throws ContractError for answers that the contract does not have. */
  constructor(contract: Contract, options: MockOptions = {}) {
    this.contract = contract
    this.#options = options
    this.#respond = createResponder(contract, options.credentials ? { credentials: options.credentials } : {})
    this.#basePaths = basePathsOf(contract)
    for (const id of Object.keys(options.answers ?? {})) this.#requireOperation(id)
  }

  next(choice: MockChoice, operation?: string): void {
    if (operation !== undefined) this.#requireOperation(operation)
    this.#next.push({ choice, operation })
  }

  always(choice: MockChoice): void {
    this.#always = choice
  }

  get journal(): readonly JournalEntry[] {
    return this.interactions.map(journalEntry)
  }

  /** What the journal is made from. */
  get interactions(): readonly MockInteraction[] {
    return this.#most === 0 ? [] : this.#interactions.slice(-this.#most)
  }

  reset(): void {
    this.#interactions = []
    this.#turns.clear()
    this.#next = []
    this.#always = {}
  }

  /** `request.target` may begin with the base path of a server of the contract. */
  handle(request: HttpRequest): MockReply {
    let choice: MockChoice = {}
    const choose = (operation: string): MockChoice => {
      choice = this.#chosen(operation, request)
      return choice
    }
    const { judge, judged, answer } = this.#answer(request, choose)
    const { response } = answer
    const { delayMs = 0, fault } = choice
    const operation = judge?.operation.id
    this.#interactions.push({ request, operation, judged, answer: answer.name, response, fault })
    // Cut now and then, since each cut moves all.
    if (this.#interactions.length > this.#most * 2 + 16) this.#interactions = this.#interactions.slice(-this.#most)
    return { response, delayMs, fault }
  }

  get #most(): number {
    return this.#options.journal ?? MOST_KEPT
  }

  #answer(request: HttpRequest, choose: (operation: string) => MockChoice): Reply {
    const targets = belowBasePaths(this.#basePaths, request.target)
    const turnOf = (series: string): number => {
      const turn = this.#turns.get(series) ?? 0
      this.#turns.set(series, turn + 1)
      return turn
    }
    let last: Reply | undefined
    for (const target of targets) {
      try {
        last = this.#respond(target === request.target ? request : { ...request, target }, choose, turnOf)
      } catch (error) {
        if (!(error instanceof ContractError)) throw error
        return {
          judge: undefined,
          judged: undefined,
          answer: { name: 'no such answer', response: problem(error.reason) },
        }
      }
      if (last.judge) return last
    }
    return last ?? { judge: undefined, judged: undefined, answer: { name: 'no such answer', response: problem('') } }
  }

  /** What is wanted of the answer to a request of an operation; takes what was wanted of the next one alone. */
  #chosen(operation: string, { headers }: HttpRequest): MockChoice {
    const { answers, ...options } = this.#options
    const index = this.#next.findIndex((one) => one.operation === undefined || one.operation === operation)
    const [next] = index < 0 ? [] : this.#next.splice(index, 1)
    return {
      ...options,
      ...(answers && Object.hasOwn(answers, operation) ? answers[operation] : {}),
      ...this.#always,
      ...next?.choice,
      ...readPreferences(headers),
    }
  }

  #requireOperation(id: string): void {
    if (this.contract.operations.some((one) => one.id === id)) return
    const known = this.contract.operations.map((one) => one.id).join(', ')
    throw new ContractError(`there is no operation ${id}, only ${known}`, { file: this.contract.file, pointer: '' })
  }
}

/** What was wanted cannot be given: no answer of the contract's, and not to be taken for one (RFC 9457). */
const problem = (detail: string): HttpResponse => ({
  status: 501,
  headers: [['content-type', 'application/problem+json']],
  body: new TextEncoder().encode(JSON.stringify({ title: 'The mock has no such answer', status: 501, detail })),
})
