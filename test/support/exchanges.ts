import { bundled } from '../../src/contract/documents/index.ts'
import type { FaultKind, HeaderList, HttpRequest, HttpResponse, Outcome } from '../../src/http/index.ts'
import type { Json } from '../../src/json/index.ts'
import type { Exchange } from '../../src/judging/checks/index.ts'
import { OperationJudge } from '../../src/judging/messages/index.ts'
import { operationOf } from './contracts.ts'
import { bytes, requestOf, responseOf } from './messages.ts'

export const bundledJudge = new OperationJudge(bundled(), operationOf(bundled()))

export const pathOf = (project = 'p', workflow = 'w'): string =>
  `/v2/${project}/fgs/workflows/${workflow}/sync-executions`

export const sendingBody = (body: Json, path = pathOf()): HttpRequest => requestOf(`POST ${path}`, body)

const JSON_TYPE: HeaderList = [['content-type', 'application/json']]
const rawBody = (text: string, headers = JSON_TYPE): HttpRequest => requestOf(`POST ${pathOf()}`, bytes(text), headers)

/** One request of each kind in the table of judging. */
export const REQUESTS = {
  conforming: sendingBody({ input: {} }),
  tolerated: rawBody('{"input":{},"input":{}}'),
  breaking: sendingBody({ input: null }),
  malformed: rawBody('{'),
  media: rawBody('{"input":{}}', [['content-type', 'text/plain']]),
  method: requestOf(`GET ${pathOf()}`),
  segment: sendingBody({ input: {} }, pathOf('')),
  none: sendingBody({ input: {} }),
  wrong: sendingBody({ input: {} }),
} satisfies Readonly<Record<string, HttpRequest>>

export type RequestKind = keyof typeof REQUESTS
export const KINDS: readonly RequestKind[] = [
  'conforming',
  'tolerated',
  'breaking',
  'malformed',
  'media',
  'method',
  'segment',
  'none',
  'wrong',
]

/** A response whose shape fits its status, if that is documented. */
export const fittingResponse = (status: number): HttpResponse =>
  responseOf(
    status,
    status < 300 ? { status: 'success' } : { error_code: 'FSS.1', error_msg: 'no' },
    status === 405 ? [...JSON_TYPE, ['allow', 'POST']] : JSON_TYPE,
  )

export interface ExchangeParts extends Partial<Omit<Exchange, 'judged' | 'outcome' | 'answer' | 'twin'>> {
  readonly request: HttpRequest
  readonly response: HttpResponse | FaultKind
  readonly twin?: HttpRequest
}

/** A request with its response, both judged. By default it was repeated, and has no accepted twin. */
export function exchangeOf({ request, response, twin, judge = bundledJudge, ...parts }: ExchangeParts): Exchange {
  const outcome: Outcome =
    typeof response === 'string'
      ? { kind: 'fault', fault: { kind: response, message: `A fault: ${response}.` } }
      : { kind: 'response', response }
  return {
    judge,
    name: 'a case',
    judged: judge.request(request),
    credentials: 'configured',
    outcome,
    answer: typeof response === 'string' ? undefined : judge.response(response),
    repeated: true,
    twin: twin && judge.request(twin),
    ...parts,
  }
}

export const exchangeOfKind = (
  kind: RequestKind,
  response: HttpResponse | FaultKind,
  parts: Partial<ExchangeParts> = {},
): Exchange =>
  exchangeOf({
    request: REQUESTS[kind],
    response,
    credentials: kind === 'none' || kind === 'wrong' ? kind : 'configured',
    ...parts,
  })
