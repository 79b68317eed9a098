import { bundled } from '../../src/contract/documents/index.ts'
import type { Contract } from '../../src/contract/model/index.ts'
import { type Clock, type RunOptions, sendPlan } from '../../src/deployment/run/index.ts'
import type { FaultKind, HttpRequest, HttpResponse, Outcome, RequestField, Transport } from '../../src/http/index.ts'
import { createResponder, type ResponderOptions } from '../../src/mock/responder/index.ts'
import type { Report } from '../../src/report/results/index.ts'
import { bundledPlan, everywhere } from './verify.ts'

/** A clock that moves only when somebody sleeps or advances it. */
export class FakeClock implements Clock {
  #now: number
  readonly slept: number[] = []
  constructor(start = Date.UTC(2021, 0, 1)) {
    this.#now = start
  }
  now(): number {
    return this.#now
  }
  advance(ms: number): void {
    this.#now += ms
  }
  async sleep(ms: number): Promise<void> {
    this.slept.push(ms)
    this.#now += ms
  }
}

export type Answer = (
  request: HttpRequest,
  index: number,
) => HttpResponse | FaultKind | Promise<HttpResponse | FaultKind>

/** A transport that asks a function. */
export class MemoryTransport implements Transport {
  readonly requests: HttpRequest[] = []
  closed = 0
  readonly #answer: Answer
  constructor(answer: Answer) {
    this.#answer = answer
  }
  async send(request: HttpRequest): Promise<Outcome> {
    this.requests.push(request)
    const answer = await this.#answer(request, this.requests.length - 1)
    return typeof answer === 'string'
      ? { kind: 'fault', fault: { kind: answer, message: `A fault: ${answer}.` } }
      : { kind: 'response', response: answer }
  }
  async close(): Promise<void> {
    this.closed++
  }
}

/** A deployment that keeps the bundled contract, each answer in turn. */
export const conformingAnswer = inTurn(bundled())

/** A deployment that keeps a contract: each request has the answer of its own turn. */
export function inTurn(
  contract: Contract,
  options?: ResponderOptions,
): (request: HttpRequest, index?: number) => HttpResponse {
  const respond = createResponder(contract, options)
  return (request, index = 0) => respond(request, { turn: index }).answer.response
}

export interface Run {
  readonly report: Report
  readonly transport: MemoryTransport
  readonly clock: FakeClock
}

/** Options of a run; each credential goes along with every request. */
export type RunWith = Partial<Omit<RunOptions, 'credentials'>> & { readonly credentials?: readonly RequestField[] }

/** Runs the plan of the bundled contract against a function. */
export async function run(answer: Answer, { credentials = [], ...options }: RunWith = {}): Promise<Run> {
  const clock = new FakeClock()
  const transport = new MemoryTransport(answer)
  const report = await sendPlan({
    contract: bundled(),
    plan: bundledPlan(),
    transport,
    target: { origin: 'https://deployment.test', basePath: '' },
    credentials: everywhere(credentials),
    headers: [],
    concurrency: 1,
    ratePerSecond: Number.POSITIVE_INFINITY,
    maxRequests: Number.POSITIVE_INFINITY,
    maxExecutions: Number.POSITIVE_INFINITY,
    maxTimeMs: Number.POSITIVE_INFINITY,
    maxShrinkExecutions: Number.POSITIVE_INFINITY,
    waitMs: 0,
    clock,
    signal: new AbortController().signal,
    tool: { name: 'fgs-contract', version: '0.0.0' },
    onEvent: () => undefined,
    ...options,
  })
  return { report, transport, clock }
}
