import type { Contract, Operation } from '../contract/index.ts'
import { carriesField, type HeaderList, type HttpRequest, type HttpResponse, type RequestField } from '../http/index.ts'
import { documentedResponse, type JudgedRequest, OperationFinder, OperationJudge } from '../validation/index.ts'
import { Answers } from './answers.ts'

export interface ResponderOptions {
  /** What a request must carry to be let in; nothing by default. */
  readonly credentials?: readonly RequestField[]
}

/**
 * Answers a request as the contract says. `turn` chooses among the answers that it allows: the same turn, the same
 * answer. Without it, each operation gives the answers of each status one after the other.
 */
export type Responder = (request: HttpRequest, turn?: number) => HttpResponse

/**
 * A deployment that keeps a contract: it enforces every constraint of a request, and gives every answer that the
 * contract allows in turn, documented examples first. Targets are without a base path.
 */
export function createResponder(contract: Contract, options: ResponderOptions = {}): Responder {
  const finder = new OperationFinder(contract.operations)
  const judges = new Map<Operation, OperationJudge>()
  const answers = new Map<string, Answers>()

  /** The answers with one of the statuses, the first that is documented and can be given. */
  function answersWith(judge: OperationJudge, statuses: readonly number[]): Answers | undefined {
    for (const status of statuses) {
      const documented = documentedResponse(judge.operation, status)
      if (!documented) continue
      const key = `${judge.operation.id} ${status}`
      const known = answers.get(key) ?? new Answers(judge, documented, status)
      answers.set(key, known)
      if (known.at(0)) return known
    }
    return undefined
  }

  function respondTo(judge: OperationJudge, { verdict }: JudgedRequest, turn: number | undefined): HttpResponse {
    const answer = (statuses: readonly number[], otherwise: number): HttpResponse => {
      const found = answersWith(judge, statuses)
      return (turn === undefined ? found?.next() : found?.at(turn)) ?? plain(otherwise)
    }
    switch (verdict.kind) {
      case 'conforming':
      case 'tolerated':
        // Where what is documented cannot be made, 404 claims nothing.
        return answer(successes(judge), describesSuccess(judge) ? 404 : 200)
      case 'breaking':
        return answer([400, 422, ...refusals(judge), 404], 400)
      case 'malformed':
        return verdict.issue.constraint.kind === 'mediaType'
          ? answer([415, 400, ...refusals(judge), 404], 415)
          : answer([400, 422, ...refusals(judge), 404], 400)
      case 'other method':
        return { ...plain(405), headers: [['allow', judge.operation.methodsOfPath.join(', ')], ...JSON_TYPE] }
      case 'other path':
        return plain(404)
    }
  }

  return (request, turn) => {
    const operation = finder.find(request.method, request.target)
    if (!operation) return plain(404)
    const judge = judges.get(operation) ?? new OperationJudge(contract, operation)
    judges.set(operation, judge)
    const missing = options.credentials?.some((credential) => !carriesField(request, credential))
    if (missing) return answersWith(judge, [401])?.at(turn ?? 0) ?? plain(401)
    return respondTo(judge, judge.request(request), turn)
  }
}

const JSON_TYPE: HeaderList = [['content-type', 'application/json']]

const plain = (status: number): HttpResponse => ({
  status,
  headers: JSON_TYPE,
  body: new TextEncoder().encode(JSON.stringify({ message: `status ${status}` })),
})

const documentedStatuses = ({ operation }: OperationJudge, digits: RegExp): number[] =>
  operation.responses.flatMap(({ status }) => (digits.test(status) ? [Number(status.replace(/x/gi, '0'))] : []))

const successes = (judge: OperationJudge): number[] => [
  ...documentedStatuses(judge, /^2/),
  ...documentedStatuses(judge, /^3/),
  // By `default`.
  200,
]

const describesSuccess = ({ operation }: OperationJudge): boolean =>
  operation.responses.some(({ status }) => /^[23]|default/i.test(status))

/** Statuses that speak of who is asking, of how often, or of what is not there, and not of what is asked. */
const OF_THE_CALLER = new Set([401, 403, 404, 407, 429])

const refusals = (judge: OperationJudge): number[] =>
  documentedStatuses(judge, /^4/).filter((status) => !OF_THE_CALLER.has(status))
