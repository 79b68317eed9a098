import { type Contract, ContractError, type Operation } from '../contract/index.ts'
import { carriesField, type HeaderList, type HttpRequest, type HttpResponse, type RequestField } from '../http/index.ts'
import type { Json } from '../json/index.ts'
import { documentedResponse, type JudgedRequest, OperationFinder, OperationJudge } from '../validation/index.ts'
import { type Answer, Answers } from './answers.ts'
import { breakingAnswers } from './breaking-answers.ts'

/** `example`: the first documented one. `boundary`: examples, then every edge in turn. `random`: drawn from a seed. */
export type Mode = 'example' | 'boundary' | 'random'

/** What is wanted of the answer to a request that is let in; the rest is as the contract says. */
export interface Choice {
  /** A documented status; by default that of a success. */
  readonly status?: number
  /** The name of a documented example. */
  readonly example?: string
  /** `boundary` by default. */
  readonly mode?: Mode
  /** Which of the answers, counted from 0: the same turn, the same answer. */
  readonly turn?: number
  /** Of mode `random`: 1 by default. */
  readonly seed?: number
  /** A body of one's own, in the documented media type: it need not conform. */
  readonly body?: Json
  /** The constraint that the answer is to break, and nothing else: its id, with or without the operation; `*` for any text. */
  readonly breaks?: string
}

export interface Reply {
  /** Undefined where no path of the contract fits. */
  readonly judge: OperationJudge | undefined
  readonly judged: JudgedRequest | undefined
  readonly answer: Answer
}

export interface ResponderOptions {
  /** What a request must carry to be let in; nothing by default. */
  readonly credentials?: readonly RequestField[]
}

/**
 * Answers a request as the contract says: pure, the same choice gives the same answer. `turnOf` gives the turn of each
 * series of answers where the choice gives none. Throws ContractError for what the contract does not have.
 */
export type Responder = (
  request: HttpRequest,
  choice?: Choice | ((operation: string) => Choice),
  turnOf?: (series: string) => number,
) => Reply

/** Broken answers to one constraint that are kept. */
const MOST_BROKEN = 8

/**
 * A deployment that keeps a contract: it enforces every constraint of a request, and can give every answer that the
 * contract allows, documented examples first. Targets are without a base path.
 */
export function createResponder(contract: Contract, options: ResponderOptions = {}): Responder {
  const finder = new OperationFinder(contract.operations)
  const judges = new Map<Operation, OperationJudge>()
  const answers = new Map<string, Answers>()
  const broken = new Map<string, readonly Answer[]>()

  function answersWith(judge: OperationJudge, status: number): Answers | undefined {
    const documented = documentedResponse(judge.operation, status)
    if (!documented) return undefined
    const key = `${judge.operation.id} ${status}`
    const known = answers.get(key) ?? new Answers(judge, documented, status)
    answers.set(key, known)
    return known
  }

  /** An answer with one of the statuses, the first that is documented and can be given. */
  function answerWith(
    judge: OperationJudge,
    statuses: readonly number[],
    { mode = 'boundary', turn, seed = 1 }: Choice,
    turnOf: (series: string) => number,
  ): Answer | undefined {
    for (const status of statuses) {
      const found = answersWith(judge, status)
      if (!found?.at(0)) continue
      if (mode === 'example') return found.at(0)
      const at = turn ?? turnOf(`${judge.operation.id} ${status}`)
      return mode === 'random' ? found.random(seed, at) : found.at(at)
    }
    return undefined
  }

  function brokenAnswer(judge: OperationJudge, wanted: string, turn: number | undefined, next: () => number): Answer {
    const { id, source } = judge.operation
    const pattern = new RegExp(`^(?:${escaped(id)} )?${wanted.split('*').map(escaped).join('.*')}$`, 's')
    const constraints = judge.constraints.filter((one) => one.party === 'deployment' && pattern.test(one.id))
    const found = constraints.flatMap((constraint) => {
      const known = broken.get(constraint.id) ?? [...take(breakingAnswers(judge, constraint), MOST_BROKEN)]
      broken.set(constraint.id, known)
      return known
    })
    const answer = found[(turn ?? next()) % Math.max(found.length, 1)]
    if (answer) return answer
    const why = constraints.length === 0 ? 'has no constraint of a response' : 'has no answer that breaks'
    throw new ContractError(`${id} ${why} ${JSON.stringify(wanted)}`, source)
  }

  function chosen(judge: OperationJudge, choice: Choice, turnOf: (series: string) => number): Answer | undefined {
    const { operation } = judge
    const { status, example, body, breaks, turn } = choice
    if (breaks !== undefined) return brokenAnswer(judge, breaks, turn, () => turnOf(`${operation.id} ${breaks}`))
    const statuses = status === undefined ? successes(judge) : [status]
    if (status !== undefined && !documentedResponse(operation, status)) {
      const known = operation.responses.map((one) => one.status).join(', ')
      throw new ContractError(`${operation.id} documents no response ${status}, only ${known}`, operation.source)
    }
    const [first] = statuses.flatMap((one) => answersWith(judge, one) ?? [])
    if (example !== undefined) {
      const all = status === undefined ? everyAnswers(judge) : first ? [first] : []
      for (const one of all) {
        const found = one.example(example)
        if (found) return found
      }
      const names = all.flatMap(({ exampleNames }) => exampleNames).join(', ')
      throw new ContractError(
        `${operation.id} documents no example ${JSON.stringify(example)}${names === '' ? '' : `, only ${names}`}`,
        operation.source,
      )
    }
    const own = body === undefined ? undefined : first?.withBody(body)
    if (own) return { name: 'a body of its own', response: own }
    return answerWith(judge, statuses, choice, turnOf)
  }

  const everyAnswers = (judge: OperationJudge): Answers[] =>
    documentedStatuses(judge, /^/).flatMap((status) => answersWith(judge, status) ?? [])

  function answerTo(judge: OperationJudge, { verdict }: JudgedRequest, choice: Choice, turnOf: TurnOf): Answer {
    const refusal = (...statuses: number[]): Answer => {
      const all = [...statuses, ...refusals(judge), 404]
      return answerWith(judge, all, choice, turnOf) ?? plain(statuses[0] ?? 400)
    }
    switch (verdict.kind) {
      case 'conforming':
      case 'tolerated':
        // Where what is documented cannot be made, 404 claims nothing.
        return chosen(judge, choice, turnOf) ?? plain(describesSuccess(judge) ? 404 : 200)
      case 'breaking':
        return refusal(400, 422)
      case 'malformed':
        return verdict.issue.constraint.kind === 'mediaType' ? refusal(415, 400) : refusal(400, 422)
      case 'other method': {
        const { name, response } = plain(405)
        const headers = [['allow', judge.operation.methodsOfPath.join(', ')] as const, ...response.headers]
        return { name, response: { ...response, headers } }
      }
      case 'other path':
        return plain(404)
    }
  }

  return (request, choice = {}, turnOf = () => 0) => {
    const operation = finder.find(request.method, request.target)
    if (!operation) return { judge: undefined, judged: undefined, answer: plain(404) }
    const judge = judges.get(operation) ?? new OperationJudge(contract, operation)
    judges.set(operation, judge)
    const judged = judge.request(request)
    const wanted = typeof choice === 'function' ? choice(operation.id) : choice
    const missing = options.credentials?.some((credential) => !carriesField(request, credential))
    const answer = missing
      ? (answersWith(judge, 401)?.at(wanted.turn ?? 0) ?? plain(401))
      : answerTo(judge, judged, wanted, turnOf)
    return { judge, judged, answer }
  }
}

type TurnOf = (series: string) => number

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

function* take<T>(values: Iterable<T>, most: number): Generator<T> {
  let left = most
  for (const value of values) {
    yield value
    if (--left <= 0) return
  }
}

const JSON_TYPE: HeaderList = [['content-type', 'application/json']]

const plain = (status: number): Answer => ({ name: `status ${status}`, response: plainResponse(status) })

const plainResponse = (status: number): HttpResponse => ({
  status,
  headers: JSON_TYPE,
  body: new TextEncoder().encode(JSON.stringify({ message: `status ${status}` })),
})

const documentedStatuses = ({ operation }: OperationJudge, digits: RegExp): number[] =>
  operation.responses.flatMap(({ status }) =>
    /^\d/.test(status) && digits.test(status) ? [Number(status.replace(/x/gi, '0'))] : [],
  )

export const successes = (judge: OperationJudge): number[] => [
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
