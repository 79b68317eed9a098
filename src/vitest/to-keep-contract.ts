import type { Contract, Operation } from '../contract/model/index.ts'
import type { HttpRequest } from '../http/index.ts'
import { isAcceptable, issuesOf, type OperationJudge, unjudgedReason } from '../judging/messages/index.ts'
import { type Broken, brokenBy, brokenText } from './broken-text.ts'
import { ContractJudges } from './contract-judges.ts'
import { bytesOf, isFetchMessage, writePlainMessage } from './plain-message.ts'
import type { MatcherResult } from './to-match-contract.ts'

const MOST_PATHS = 5

/**
 * Whether a request is one that the contract allows: of an operation by method and path, below the base path of a server
 * or not, on any origin, with parameters and body that keep every constraint. Credentials are no matter. Takes a
 * `Request`, whose body stays readable, or a `PlainRequest`. If an operation is named, it has to be that one's.
 * Rejects with ContractError for an operation that there is not, with TypeError for what is no request, and with Error for
 * one that cannot be judged within bounds.
 */
export async function toKeepContract(
  received: unknown,
  contract: Contract,
  operation?: string,
): Promise<MatcherResult> {
  const judges = ContractJudges.of(contract)
  const named = operation === undefined ? undefined : judges.named(operation)
  const { method, target } = addressOf(received)
  const addressed = judges.find(method, target)
  const judge = named ?? addressed?.judge
  const broken =
    judge === undefined
      ? [noOperation(contract, method, target)]
      : brokenOf(
          judge,
          {
            ...(await contentOf(received, judge.operation)),
            method,
            target: addressed?.target ?? target,
          },
          addressed?.judge,
        )
  const praise = `${judge?.operation.id}: the request keeps the contract.`
  return { pass: broken.length === 0, message: () => (broken.length === 0 ? praise : brokenText(contract, broken)) }
}

function brokenOf(judge: OperationJudge, request: HttpRequest, found: OperationJudge | undefined): Broken[] {
  const judged = judge.request(request)
  const unjudged = unjudgedReason(judged)
  if (unjudged !== undefined) throw new Error(`${judge.operation.id}: the request could not be judged: ${unjudged}.`)
  const issues = issuesOf(judged)
  if (issues.length > 0) return brokenBy(issues)
  // A path without parameters goes before one with them, though both fit.
  if (isAcceptable(judged) && found === judge) return []
  const { id, method, path, source } = judge.operation
  const received = `${request.method} ${request.target}${found ? `, which is for ${found.operation.id}` : ''}`
  return [{ id: `${id} request`, source, pointers: [], expected: `${method} ${path}`, received }]
}

function noOperation({ file, operations }: Contract, method: string, target: string): Broken {
  const paths = operations.slice(0, MOST_PATHS).map((candidate) => `${candidate.method} ${candidate.path}`)
  const expected = [...paths, ...(operations.length > MOST_PATHS ? ['…'] : [])].join(', ')
  return {
    id: 'no operation',
    source: { file, pointer: '/paths' },
    pointers: [],
    expected,
    received: `${method} ${target}`,
  }
}

function addressOf(received: unknown): { readonly method: string; readonly target: string } {
  if (
    typeof received === 'object' &&
    received !== null &&
    'method' in received &&
    typeof received.method === 'string'
  ) {
    const { method } = received
    if ('url' in received && received.url !== undefined) {
      const { pathname, search } = new URL(String(received.url), 'http://localhost')
      return { method, target: pathname + search }
    }
    if ('target' in received && typeof received.target === 'string') return { method, target: received.target }
  }
  throw new TypeError(
    "toKeepContract() is for a Request, or for data such as { method: 'POST', url: 'http://localhost/pets', body: {} }.",
  )
}

async function contentOf(received: unknown, operation: Operation): Promise<Pick<HttpRequest, 'headers' | 'body'>> {
  if (typeof received !== 'object' || received === null) return { headers: [] }
  if (isFetchMessage(received)) return { headers: [...received.headers], body: await bytesOf(received) }
  return writePlainMessage(received, operation.requestBody?.content.map(({ name }) => name) ?? [])
}
