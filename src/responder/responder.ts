import type { Contract } from '../contract/index.ts'
import { type HeaderList, type HttpRequest, type HttpResponse, headerValue } from '../http/index.ts'
import { documentedResponse, type JudgedRequest, OperationJudge } from '../validation/index.ts'
import { answersOf } from './answers.ts'

export interface ResponderOptions {
  /** Headers that a request must carry to be let in; none by default. */
  readonly credentials?: HeaderList
}

/** Answers a request as the contract says. `turn` chooses among the answers that it allows: the same turn, the same answer. */
export type Responder = (request: HttpRequest, turn: number) => HttpResponse

/**
 * A deployment that keeps a contract: it enforces every constraint of a request, and gives every answer that the
 * contract allows in turn, documented examples first. Pure: targets are without a base path.
 */
export function createResponder(contract: Contract, options: ResponderOptions = {}): Responder {
  const judges = contract.operations.map((operation) => new OperationJudge(contract, operation))
  const answers = new Map<string, HttpResponse[]>()

  /** An answer with one of the statuses, the first that is documented; the last one bare where none is. */
  function answer(judge: OperationJudge, statuses: readonly number[], turn: number): HttpResponse {
    const status = statuses.find((one) => documentedResponse(judge.operation, one)) ?? statuses.at(-1) ?? 500
    const documented = documentedResponse(judge.operation, status)
    if (!documented) return plain(status, `status ${status}`)
    const key = `${judge.operation.id} ${status}`
    const known = answers.get(key) ?? answersOf(judge, documented, status)
    answers.set(key, known)
    return known[turn % known.length] ?? plain(status, `status ${status}`)
  }

  function respondTo(judge: OperationJudge, { verdict }: JudgedRequest, turn: number): HttpResponse {
    switch (verdict.kind) {
      case 'conforming':
      case 'tolerated':
        return answer(judge, successStatuses(judge), turn)
      case 'breaking':
        return answer(judge, [400, 422, ...clientErrors(judge), 400], turn)
      case 'malformed':
        return answer(judge, verdict.issue.constraint.kind === 'mediaType' ? [415, 400, 415] : [400], turn)
      case 'other method':
        return {
          ...plain(405, 'method not allowed'),
          headers: [['allow', judge.operation.methodsOfPath.join(', ')], ...JSON_TYPE],
        }
      case 'other path':
        return answer(judge, [404], turn)
    }
  }

  return (request, turn) => {
    const judged = judges.map((judge) => ({ judge, judged: judge.request(request) }))
    const here = judged.filter(({ judged: { verdict } }) => verdict.kind !== 'other path')
    const found = here.find(({ judged: { verdict } }) => verdict.kind !== 'other method') ?? here[0] ?? judged[0]
    if (!found) return plain(404, 'no operation')
    const missing = options.credentials?.some(([name, value]) => headerValue(request.headers, name) !== value)
    if (missing && here.length > 0) return answer(found.judge, [401], turn)
    return respondTo(found.judge, found.judged, turn)
  }
}

const JSON_TYPE: HeaderList = [['content-type', 'application/json']]

const plain = (status: number, message: string): HttpResponse => ({
  status,
  headers: JSON_TYPE,
  body: new TextEncoder().encode(JSON.stringify({ message })),
})

const numeric = (judge: OperationJudge, digit: string): number[] =>
  judge.operation.responses.flatMap(({ status }) =>
    status.startsWith(digit) ? [Number(status.replace(/x/gi, '0'))] : [],
  )

const successStatuses = (judge: OperationJudge): number[] => [...numeric(judge, '2'), 200]
const clientErrors = (judge: OperationJudge): number[] => numeric(judge, '4')
