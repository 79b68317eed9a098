import type { Contract } from '../contract/model/index.ts'
import type { HttpResponse } from '../http/index.ts'
import { documentedResponse, type OperationJudge } from '../judging/messages/index.ts'
import { type Broken, brokenBy, brokenText } from './broken-text.ts'
import { ContractJudges } from './contract-judges.ts'
import { bodyOf, isFetchMessage, writePlainMessage } from './plain-message.ts'

/** What Vitest is told. */
export interface MatcherResult {
  readonly pass: boolean
  readonly message: () => string
}

/**
 * Whether a response is one that an operation documents: status, media type, syntax, schema and headers. Advisories are
 * no matter. Takes a `Response`, whose body stays readable, or a `PlainResponse`; the operation may be left out if the
 * contract has one. Rejects with ContractError for an operation that there is not, with TypeError for what is no response,
 * and with Error for one that cannot be judged within bounds.
 */
export async function toMatchContract(
  received: unknown,
  contract: Contract,
  operation?: string,
): Promise<MatcherResult> {
  const judge = ContractJudges.of(contract).named(operation)
  const response = await readResponse(received, judge)
  const broken = brokenOf(judge, response)
  const praise = `${judge.operation.id}: the response, with status ${response.status}, keeps the contract.`
  return {
    pass: broken.length === 0,
    message: () => (broken.length === 0 ? praise : brokenText(contract, broken)),
  }
}

function brokenOf(judge: OperationJudge, response: HttpResponse): Broken[] {
  const { documented, issues, unjudged } = judge.response(response)
  if (unjudged !== undefined) throw new Error(`${judge.operation.id}: the response could not be judged: ${unjudged}.`)
  if (documented) return brokenBy(issues.filter(({ constraint }) => constraint.kind !== 'advisory'))
  const { id, responses, source } = judge.operation
  return [
    {
      id: `${id} response status`,
      source: { file: source.file, pointer: `${source.pointer}/responses` },
      pointers: [],
      expected: `status ${responses.map(({ status }) => status).join(', ')}`,
      received: `status ${response.status}`,
    },
  ]
}

async function readResponse(received: unknown, { operation }: OperationJudge): Promise<HttpResponse> {
  if (
    typeof received !== 'object' ||
    received === null ||
    !('status' in received) ||
    typeof received.status !== 'number'
  )
    throw new TypeError(
      'toMatchContract() is for a Response, or for data such as { status: 200, headers: {}, body: {} }.',
    )
  const { status } = received
  if (isFetchMessage(received)) return { status, headers: [...received.headers], ...(await bodyOf(received)) }
  const documented = documentedResponse(operation, status)?.content ?? []
  return {
    status,
    ...writePlainMessage(
      received,
      documented.map(({ name }) => name),
    ),
  }
}
