import { type Constraint, parameterKey, placeOf } from '../contract/constraints/index.ts'
import { carriesField, type HttpRequest, type HttpResponse, type RequestField } from '../http/index.ts'
import { documentedResponse, isForAnother, type JudgedRequest, type OperationJudge } from '../judging/messages/index.ts'
import { Answers, plainAnswer, type Responder } from '../mock/responder/index.ts'
import { type Case, type Plan, parameterNamed } from '../planning/cases/index.ts'
import type { Situation } from './mutant.ts'

/**
 * One operation of a deployment that keeps the contract, from which its mutants depart. Each request is judged, and
 * answered, once for all of them.
 */
export class Ground {
  readonly judge: OperationJudge
  /** The cases of the operation alone. */
  readonly plan: Plan
  readonly #respond: Responder
  readonly #credentials: readonly RequestField[]
  /** Why no body of a media type is sent, by its name; and why none at all, by the empty one. */
  readonly #unsent: ReadonlyMap<string, string>
  readonly #situations = new Map<string, Situation>()
  readonly #bodies = new WeakMap<Uint8Array, number>()
  #count = 0

  constructor(
    judge: OperationJudge,
    { plan, isKept }: { readonly plan: Plan; readonly isKept?: ((planCase: Case) => boolean) | undefined },
    respond: Responder,
    credentials: readonly RequestField[],
  ) {
    const { id } = judge.operation
    this.judge = judge
    this.plan = plan.only(id, isKept)
    this.#respond = respond
    this.#credentials = credentials
    this.#unsent = unsentBodies(judge, this.plan)
  }

  situation(request: HttpRequest): Situation {
    const key = this.#keyOf(request)
    const earlier = this.#situations.get(key)
    if (earlier) return earlier
    const { judged: seen = OTHER_PATH, answer } = this.#respond(request, FIRST)
    const { response } = answer
    // Several operations of a path document other methods together: each of them has one constraint for it.
    const judged = isForAnother(seen) ? this.judge.request(request) : seen
    const authorized = this.#credentials.every((credential) => carriesField(request, credential))
    const documented = this.#documents(judged, response)
    const situation = { request, judged, authorized, response, documented }
    this.#situations.set(key, situation)
    return situation
  }

  /** Documented statuses that were answered so far. */
  get seen(): ReadonlySet<string> {
    return new Set(this.situations.flatMap(({ documented }) => documented ?? []))
  }

  /** Why no request carries anything at the place of a constraint; undefined if some do. */
  hides(constraint: Constraint): string | undefined {
    if (constraint.party !== 'client' || constraint.kind === 'presence') return undefined
    if (constraint.kind === 'mediaType') return this.#unsent.get('')
    const place = placeOf(constraint)
    if (place?.side !== 'request') return undefined
    if (place.in === 'body') return this.#unsent.get(place.mediaType)
    const isCarried = this.#credentials.some((field) => {
      const parameter = parameterNamed(this.judge.operation, field)
      return parameter !== undefined && parameterKey(parameter) === parameterKey(place)
    })
    return isCarried ? 'the credentials are sent in its place' : undefined
  }

  /** What was asked so far. */
  get situations(): readonly Situation[] {
    return [...this.#situations.values()]
  }

  /** An answer with a status: as the document describes it, or a plain one if it does not. */
  answerWith(status: number): HttpResponse {
    const documented = documentedResponse(this.judge.operation, status)
    const answer = documented && new Answers(this.judge, documented, status).at(0)?.response
    return answer ?? plainAnswer(status).response
  }

  /** Whether a documented response that was asked for is one that nothing can be. */
  isUnanswerable(documented: string): boolean {
    const situation = this.situations.find((candidate) => candidate.documented === documented)
    const response = this.judge.operation.responses.find(({ status }) => status === documented)
    return !!situation && !!response && !new Answers(this.judge, response, situation.response.status).at(0)
  }

  #documents(judged: JudgedRequest, { status }: HttpResponse): string | undefined {
    if (isForAnother(judged)) return undefined
    return documentedResponse(this.judge.operation, status)?.status
  }

  /** Bodies are told apart as objects: the cases of a plan are the same ones in each run. */
  #keyOf({ method, target, headers, body }: HttpRequest): string {
    const number = body && (this.#bodies.get(body) ?? ++this.#count)
    if (body && number !== undefined) this.#bodies.set(body, number)
    return `${number ?? '-'} ${method} ${target}\n${headers.map((field) => field.join(': ')).join('\n')}`
  }
}

/** Always the same answer: what varies of conforming ones is not what tells mutants apart. */
const FIRST = { mode: 'example', turn: 0 } as const

const OTHER_PATH: JudgedRequest = {
  verdict: { kind: 'other path' },
  parameters: new Map(),
  body: undefined,
  mediaType: undefined,
}

function unsentBodies({ constraints }: OperationJudge, { untried }: Plan): Map<string, string> {
  const reasons = new Map<string, string>()
  for (const constraint of constraints) {
    const { breach } = untried.get(constraint.id) ?? {}
    const place = placeOf(constraint)
    if (breach === undefined || !/^no (?:such )?body is sent/.test(breach)) continue
    if (constraint.kind === 'mediaType') reasons.set('', breach)
    else if (place?.in === 'body') reasons.set(place.mediaType, breach)
  }
  return reasons
}
