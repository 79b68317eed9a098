import { type Contract, ContractError } from '../../contract/model/index.ts'
import type { HttpRequest, HttpResponse, RequestField } from '../../http/index.ts'
import { basePathsOf, belowBasePaths } from '../../judging/messages/index.ts'
import { isMode } from './choice.ts'
import { Journal } from './journal.ts'
import { type JournalEntry, journalEntry, type MockInteraction } from './journal-entry.ts'
import { isMockFault, type MockChoice, type MockFault, overChoice } from './mock-choice.ts'
import { readPreferences } from './preferences.ts'
import { type CredentialRule, createResponder, type Reply, type Responder } from './responder.ts'

export interface MockOptions extends MockChoice {
  /**
   * What a request must carry to be let in, if the contract demands credentials or names none; nothing by default. A
   * function gives alternatives for each operation.
   */
  readonly credentials?: readonly RequestField[] | CredentialRule | undefined
  /** Whether a request carries the signature that it should; every one does by default. */
  readonly isSigned?: ((request: HttpRequest) => boolean) | undefined
  /** For single operations, by id, over what holds for all. */
  readonly answers?: { readonly [operation: string]: MockChoice }
  /** Interactions that the journal keeps, the last ones: 1,000 by default. */
  readonly journal?: number
  /** Hears of each request when it is answered. */
  readonly onRequest?: (entry: JournalEntry) => void
}

/** What a front carries out: after the delay the response, or the fault in its place. */
export interface MockReply {
  readonly response: HttpResponse
  readonly delayMs: number
  readonly fault: MockFault | undefined
}

/**
 * What a test asks of a mock that is running. Wanted of an answer counts, first to last: the request's own `Prefer`,
 * `next`, `always`, the options of its operation, the options. Whatever is wanted, a request that breaks the contract is
 * refused as the contract says.
 */
export interface MockControl {
  /**
   * For the next request alone, or the next of an operation; several are taken one after the other. Throws ContractError
   * for an answer that the contract does not have.
   */
  next(choice: MockChoice, operation?: string): void
  /** For every request from now on, until it is called again. Throws as `next` does. */
  always(choice: MockChoice): void
  /** Forgets the journal, the turns and what was wanted of answers to come. */
  reset(): void
  /** The interactions so far, in the order in which they were answered; the last 1,000, unless the options say otherwise. */
  readonly journal: readonly JournalEntry[]
}

const MOST_KEPT = 1000

/**
 * A mock of a contract, whatever carries its requests and answers: a responder with a memory of turns, what was asked
 * for the next request, and a journal.
 */
export class Mock implements MockControl {
  readonly contract: Contract
  readonly #options: MockChoice
  readonly #ofOperations: { readonly [operation: string]: MockChoice }
  readonly #respond: Responder
  readonly #checkSignature: MockOptions['isSigned']
  readonly #basePaths: readonly string[]
  readonly #turns = new Map<string, number>()
  readonly #journal: Journal
  readonly #onRequest: ((entry: JournalEntry) => void) | undefined
  /** What holds for an operation before anything is asked of a single request. */
  readonly #usual = new Map<string, MockChoice>()
  #next: { readonly choice: MockChoice; readonly operation: string | undefined }[] = []
  #always: MockChoice = {}
  #isSigned = true

  /** Throws ContractError for answers that the contract does not have. */
  constructor(contract: Contract, options: MockOptions = {}) {
    const { credentials, answers = {}, isSigned, journal = MOST_KEPT, onRequest, ...choice } = options
    if (!(journal >= 0)) throw new RangeError(`journal is ${journal}; give a number, 0 or more.`)
    this.contract = contract
    this.#options = choice
    this.#ofOperations = answers
    this.#onRequest = onRequest
    this.#journal = new Journal(journal)
    this.#checkSignature = isSigned
    this.#respond = createResponder(contract, { ...(credentials && { credentials }), isSigned: () => this.#isSigned })
    this.#basePaths = basePathsOf(contract)
    this.#require(choice)
    for (const [id, ofOperation] of Object.entries(answers)) this.#require(overChoice(choice, ofOperation), id)
  }

  next(choice: MockChoice, operation?: string): void {
    this.#require(choice, operation)
    this.#next.push({ choice, operation })
  }

  always(choice: MockChoice): void {
    this.#require(choice)
    this.#always = choice
    this.#usual.clear()
  }

  get journal(): readonly JournalEntry[] {
    return this.interactions.map(journalEntry)
  }

  /** What the journal is made from. */
  get interactions(): readonly MockInteraction[] {
    return this.#journal.interactions
  }

  reset(): void {
    this.#journal.clear()
    this.#turns.clear()
    this.#next = []
    this.#always = {}
    this.#usual.clear()
  }

  /** `request.target` may begin with the base path of a server of the contract. */
  handle(request: HttpRequest): MockReply {
    let choice: MockChoice = {}
    const choose = (operation: string): MockChoice => {
      choice = this.#chosen(operation)
      const preferred = readPreferences(request.headers, this.contract.file)
      if (preferred) choice = overChoice(choice, preferred)
      return choice
    }
    const { judge, judged, answer } = this.#answer(request, choose)
    const { name, response } = answer
    const { delayMs = 0, fault } = choice
    const interaction = { request, operation: judge?.operation.id, judged, answer: name, response, fault, delayMs }
    this.#journal.add(interaction)
    this.#onRequest?.(journalEntry(interaction))
    return { response, delayMs, fault }
  }

  #answer(request: HttpRequest, choose: (operation: string) => MockChoice): Reply {
    // A signature is over the target as it came.
    this.#isSigned = this.#checkSignature?.(request) ?? true
    const turnOf = (series: string): number => {
      const turn = this.#turns.get(series) ?? 0
      this.#turns.set(series, turn + 1)
      return turn
    }
    const reply = this.#respond(request, choose, turnOf)
    if (reply.judge) return reply
    const [, ...targets] = belowBasePaths(this.#basePaths, request.target)
    for (const target of targets) {
      const below = this.#respond({ ...request, target }, choose, turnOf)
      if (below.judge) return below
    }
    return reply
  }

  /** What is wanted of the answer to a request of an operation; takes what was wanted of the next one alone. */
  #chosen(operation: string): MockChoice {
    const usual = this.#usual.get(operation) ?? this.#usualOf(operation)
    this.#usual.set(operation, usual)
    const index = this.#next.findIndex((entry) => entry.operation === undefined || entry.operation === operation)
    const [next] = index < 0 ? [] : this.#next.splice(index, 1)
    return next ? overChoice(usual, next.choice) : usual
  }

  #usualOf(operation: string): MockChoice {
    const ofOperation = Object.hasOwn(this.#ofOperations, operation) ? this.#ofOperations[operation] : undefined
    return overChoice(overChoice(this.#options, ofOperation ?? {}), this.#always)
  }

  /** Whoever sets the mock up is told of a mistake at once, and not by its first answer. */
  #require(choice: MockChoice, operation?: string): void {
    const { mode, fault, status, example, body, breaks, turn, delayMs } = choice
    const { file } = this.contract
    if (mode !== undefined && !isMode(mode))
      throw new ContractError(`there is no mode ${JSON.stringify(mode)}`, { file })
    if (fault !== undefined && !isMockFault(fault))
      throw new ContractError(`there is no fault ${JSON.stringify(fault)}`, { file })
    for (const [name, value] of Object.entries({ turn, delayMs }))
      if (value !== undefined && !(value >= 0 && (name !== 'turn' || Number.isInteger(value))))
        throw new RangeError(`${name} is ${value}; give a ${name === 'turn' ? 'whole ' : ''}number, 0 or more.`)
    const isNamed = [status, example, body, breaks].some((value) => value !== undefined)
    if (isNamed || operation !== undefined) this.#respond.requireAnswer(choice, operation)
  }
}
