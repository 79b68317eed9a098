import { type Contract, ContractError, type Operation } from '../../contract/model/index.ts'
import { carriesField, type HttpRequest, type RequestField } from '../../http/index.ts'
import { byVerdict, type JudgedRequest, OperationFinder, type OperationJudge } from '../../judging/messages/index.ts'
import { type Answer, noSuchAnswer, plainAnswer } from './answer.ts'
import type { Choice } from './choice.ts'
import { OperationAnswers, type TurnOf } from './operation-answers.ts'
import { refusals } from './statuses.ts'

export interface Reply {
  /** Undefined where no path of the contract fits. */
  readonly judge: OperationJudge | undefined
  readonly judged: JudgedRequest | undefined
  readonly answer: Answer
}

export interface ResponderOptions {
  /** What a request must carry to be let in, where the contract demands credentials or names none; nothing by default. */
  readonly credentials?: readonly RequestField[]
  /** Whether a request is let in that carries them; every one is by default. */
  readonly isSigned?: ((request: HttpRequest) => boolean) | undefined
}

/**
 * Answers a request as the contract says: pure, the same choice gives the same answer. `turnOf` gives the turn of each
 * series of answers where the choice gives none. What the contract does not have is answered by a problem with status
 * 501; a choice may throw ContractError to that end.
 */
export interface Responder {
  (request: HttpRequest, choice?: Choice | ((operation: string) => Choice), turnOf?: TurnOf): Reply
  /** Throws ContractError for what the contract does not have: of one operation or, where none is named, of all. */
  requireAnswer(choice: Choice, operation?: string): void
}

/**
 * A deployment that keeps a contract: it enforces every constraint of a request, and can give every answer that the
 * contract allows, documented examples first. Targets are without a base path.
 */
export function createResponder(contract: Contract, { credentials = [], isSigned }: ResponderOptions = {}): Responder {
  const finder = new OperationFinder(contract.operations)
  const known = new Map<Operation, OperationAnswers>()
  const isOpen = contract.operations.some(({ security }) => security.length > 0)
    ? ({ security }: Operation): boolean => security.length === 0
    : (): boolean => false

  function answersOf(operation: Operation): OperationAnswers {
    const answers = known.get(operation) ?? new OperationAnswers(contract, operation)
    known.set(operation, answers)
    return answers
  }

  function answerTo(answers: OperationAnswers, judged: JudgedRequest, choice: Choice, turnOf: TurnOf): Answer {
    const { operation } = answers.judge
    const refusal = (...statuses: readonly [number, ...number[]]): Answer =>
      answers.withStatus([...statuses, ...refusals(operation), 404], choice, turnOf) ?? plainAnswer(statuses[0])
    // Where what is documented cannot be made, 404 claims nothing.
    const success = (): Answer => answers.chosen(choice, turnOf) ?? plainAnswer(describesSuccess(operation) ? 404 : 200)
    return byVerdict(judged, {
      conforming: success,
      tolerated: success,
      breaking: () => refusal(400, 422),
      malformed: ({ issue }) => (issue.constraint.kind === 'mediaType' ? refusal(415, 400) : refusal(400, 422)),
      'other method': () => {
        const { name, response } = plainAnswer(405)
        const headers = [['allow', operation.methodsOfPath.join(', ')] as const, ...response.headers]
        return { name, response: { ...response, headers } }
      },
      'other path': () => plainAnswer(404),
    })
  }

  function respond(
    request: HttpRequest,
    choice: Choice | ((operation: string) => Choice) = {},
    turnOf: TurnOf = () => 0,
  ): Reply {
    const operation = finder.find(request.method, request.target)
    if (!operation) return { judge: undefined, judged: undefined, answer: plainAnswer(404) }
    const answers = answersOf(operation)
    const { judge } = answers
    let judged: JudgedRequest | undefined
    try {
      judged = judge.request(request)
      const wanted = typeof choice === 'function' ? choice(operation.id) : choice
      const isLetIn =
        isOpen(operation) ||
        (credentials.every((credential) => carriesField(request, credential)) && isSigned?.(request) !== false)
      const answer = isLetIn
        ? answerTo(answers, judged, wanted, turnOf)
        : (answers.of(401)?.at(wanted.turn ?? 0) ?? plainAnswer(401))
      return { judge, judged, answer }
    } catch (error) {
      if (!(error instanceof ContractError)) throw error
      return { judge, judged, answer: noSuchAnswer(error.reason) }
    }
  }

  function requireAnswer(choice: Choice, id?: string): void {
    const wanted = contract.operations.filter((one) => id === undefined || one.id === id)
    if (wanted.length === 0) {
      const others = contract.operations.map((one) => one.id).join(', ')
      throw new ContractError(`there is no operation ${id}, only ${others}`, { file: contract.file, pointer: '' })
    }
    const errors: ContractError[] = []
    for (const operation of wanted)
      try {
        answersOf(operation).chosen(choice, () => 0)
        return
      } catch (error) {
        if (!(error instanceof ContractError)) throw error
        errors.push(error)
      }
    throw errors[0]
  }

  return Object.assign(respond, { requireAnswer })
}

const describesSuccess = ({ responses }: Operation): boolean =>
  responses.some(({ status }) => /^[23]|default/i.test(status))
