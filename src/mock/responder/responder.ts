import { type Contract, ContractError, noSuchOperation, type Operation } from '../../contract/model/index.ts'
import { carriesField, type HttpRequest, headerValue, headerValues, type RequestField } from '../../http/index.ts'
import { byVerdict, type JudgedRequest, OperationFinder, type OperationJudge } from '../../judging/messages/index.ts'
import { whyNoAnswer } from '../../planning/generators/index.ts'
import { type Answer, noSuchAnswer, plainAnswer } from './answer.ts'
import type { Choice } from './choice.ts'
import { OperationAnswers, type TurnOf } from './operation-answers.ts'
import { refusals } from './statuses.ts'

export interface Reply {
  /** Undefined if no path of the contract fits. */
  readonly judge: OperationJudge | undefined
  readonly judged: JudgedRequest | undefined
  readonly answer: Answer
}

/** The alternatives of what the requests of an operation may carry to be let in. */
export type CredentialRule = (operation: Operation) => readonly (readonly RequestField[])[]

export interface ResponderOptions {
  /**
   * What a request must carry to be let in, if the contract demands credentials or names none; nothing by default. A
   * function gives alternatives for each operation.
   */
  readonly credentials?: readonly RequestField[] | CredentialRule | undefined
  /** Whether a request is let in that carries them; every one is by default. */
  readonly isSigned?: ((request: HttpRequest) => boolean) | undefined
}

/**
 * Answers a request as the contract says: pure, the same choice gives the same answer. `turnOf` gives the turn of each
 * series of answers if the choice gives none. What the contract does not have is answered by a problem with status
 * 501; a choice may throw ContractError to that end.
 */
export interface Responder {
  (request: HttpRequest, choice?: Choice | ((operation: string) => Choice), turnOf?: TurnOf): Reply
  /** Throws ContractError for what the contract does not have: of one operation, or of all if none is named. */
  requireAnswer(choice: Choice, operation?: string): void
}

/**
 * A deployment that keeps a contract: it enforces every constraint of a request, and can give every answer that the
 * contract allows, documented examples first. Targets are without a base path.
 */
export function createResponder(contract: Contract, options: ResponderOptions = {}): Responder {
  const replies = new Replies(contract, options)
  const respond = (request: HttpRequest, choice: Chosen = {}, turnOf: TurnOf = () => 0): Reply =>
    replies.to(request, choice, turnOf)
  return Object.assign(respond, {
    requireAnswer: (choice: Choice, operation?: string) => replies.requireAnswer(choice, operation),
  })
}

type Chosen = Choice | ((operation: string) => Choice)

class Replies {
  readonly #contract: Contract
  readonly #finder: OperationFinder
  readonly #isLetIn: (operation: Operation, request: HttpRequest) => boolean
  readonly #answers = new Map<Operation, OperationAnswers>()

  constructor(contract: Contract, options: ResponderOptions) {
    this.#contract = contract
    this.#finder = new OperationFinder(contract)
    this.#isLetIn = accessRule(contract, options)
  }

  to(request: HttpRequest, choice: Chosen, turnOf: TurnOf): Reply {
    const operation = this.#finder.find(request.method, request.target)
    if (!operation) {
      const closed = this.#finder.findClosed(request.method, request.target)
      const answer = closed ? noSuchAnswer(`${closed.id} is ${closed.reason}`) : plainAnswer(404)
      return { judge: undefined, judged: undefined, answer }
    }
    const answers = this.#answersOf(operation)
    const { judge } = answers
    let judged: JudgedRequest | undefined
    try {
      judged = judge.request(request)
      const wanted = typeof choice === 'function' ? choice(operation.id) : choice
      const answer = this.#isLetIn(operation, request)
        ? answerTo({ judged, accept: acceptOf(request) }, answers, wanted, turnOf)
        : (answers.of(401)?.at(wanted.turn ?? 0) ?? plainAnswer(401))
      return { judge, judged, answer: withAllow(answer, operation) }
    } catch (error) {
      if (!(error instanceof ContractError)) throw error
      return { judge, judged, answer: noSuchAnswer(error.reason) }
    }
  }

  requireAnswer(choice: Choice, id: string | undefined): void {
    const { operations, file } = this.#contract
    const asked = operations.filter((operation) => id === undefined || operation.id === id)
    if (id !== undefined && asked.length === 0)
      throw new ContractError(noSuchOperation(this.#contract, id), { file, pointer: '' })
    if (asked.length === 0) throw new ContractError('it has no operation that could answer', { file, pointer: '' })
    let first: ContractError | undefined
    for (const operation of asked) {
      const error = this.#missing(operation, choice)
      if (!error) return
      first ??= error
    }
    throw first
  }

  /** What an operation does not have of a choice; undefined if it can answer it. */
  #missing(operation: Operation, choice: Choice): ContractError | undefined {
    try {
      this.#answersOf(operation).chosen(choice, () => 0)
      return undefined
    } catch (error) {
      if (error instanceof ContractError) return error
      throw error
    }
  }

  #answersOf(operation: Operation): OperationAnswers {
    const answers = this.#answers.get(operation) ?? new OperationAnswers(this.#contract, operation)
    this.#answers.set(operation, answers)
    return answers
  }
}

/** Which requests get in: if any operation demands credentials, those that demand none are open to all. */
function accessRule(
  { operations }: Contract,
  { credentials = [], isSigned }: ResponderOptions,
): (operation: Operation, request: HttpRequest) => boolean {
  const isAnySecured = operations.some(({ security }) => security.length > 0)
  const alternativesFor = typeof credentials === 'function' ? credentials : () => [credentials]
  return (operation, request) => {
    if (isAnySecured && operation.security.length === 0) return true
    const alternatives = alternativesFor(operation)
    const isCarried = (fields: readonly RequestField[]): boolean =>
      fields.every((field) => carriesField(request, field))
    return (alternatives.length === 0 || alternatives.some(isCarried)) && isSigned?.(request) !== false
  }
}

function acceptOf({ headers }: HttpRequest): string | undefined {
  const values = headerValues(headers, 'accept')
  return values.length === 0 ? undefined : values.join(', ')
}

/** A request as it is judged, with the media types that it accepts. */
interface Asked {
  readonly judged: JudgedRequest
  readonly accept: string | undefined
}

/** The answer to a request that is let in. Throws ContractError for a choice that the contract does not have. */
function answerTo({ judged, accept }: Asked, answers: OperationAnswers, choice: Choice, turnOf: TurnOf): Answer {
  const { operation } = answers.judge
  const refusal = (...statuses: readonly [number, ...number[]]): Answer =>
    answers.withStatus([...statuses, ...refusals(operation), 404], choice, turnOf, accept) ?? plainAnswer(statuses[0])
  // If what is documented cannot be made, 404 claims nothing.
  const success = (): Answer => {
    // What is wanted by name is given whatever the request accepts.
    const isFree = choice.status === undefined && choice.example === undefined && choice.body === undefined
    if (accept !== undefined && isFree && choice.breaks === undefined && !answers.isAcceptable(accept))
      return answers.withStatus([406], choice, turnOf) ?? plainAnswer(406)
    return (
      answers.chosen(choice, turnOf, accept) ??
      plainAnswer(describesSuccess(operation) ? 404 : 200, whyNoAnswer(answers.judge.contract, operation))
    )
  }
  return byVerdict(judged, {
    conforming: success,
    tolerated: success,
    breaking: () => refusal(400, 422),
    malformed: ({ issue }) => (issue.constraint.kind === 'mediaType' ? refusal(415, 400) : refusal(400, 422)),
    'other method': () => plainAnswer(405),
    'other path': () => plainAnswer(404),
    unjudged: ({ reason }) => noSuchAnswer(`the request could not be judged: ${reason}`),
  })
}

/** 405 names the methods that there are (RFC 9110, 15.5.6), also if the document lists it for something else. */
function withAllow(answer: Answer, { methodsOfPath }: Operation): Answer {
  const { response } = answer
  if (response.status !== 405 || headerValue(response.headers, 'allow') !== undefined) return answer
  const headers = [['allow', methodsOfPath.join(', ')] as const, ...response.headers]
  return { ...answer, response: { ...response, headers } }
}

const describesSuccess = ({ responses }: Operation): boolean =>
  responses.some(({ status }) => /^[23]|default/i.test(status))
