import { type Deadline, NotJudged, withinSteps } from '../../bounded/index.ts'
import type { Contract, Operation } from '../../contract/model/index.ts'
import { type HttpRequest, type HttpResponse, headerValues } from '../../http/index.ts'
import { documentedResponse, judgeResponse, unacceptedIssue } from './judge-response.ts'
import type { JudgedRequest, JudgedResponse } from './judgement.ts'
import { OperationRules } from './operation-rules.ts'
import { RequestJudge } from './request-judge.ts'
import type { SchemaValidator } from './schema-validator.ts'

/** Responses with longer bodies are not kept, and no more responses than these at once. */
const LONGEST_KEPT = 4096
const MOST_KEPT = 256
/** Responses of one documented status that took too long to judge: further ones are not begun. */
const MOST_COSTLY = 3
const UNREAD = { issues: [], oddities: [], body: undefined, mediaType: undefined }
const UTF8 = new TextDecoder('utf-8', { ignoreBOM: true })

/** Sets messages against one operation, by what their bytes show. */
export class OperationJudge extends OperationRules {
  readonly #requests: RequestJudge
  readonly #costly = new Map<string, readonly string[]>()
  readonly #responses = new Map<string, JudgedResponse>()
  /** A mock gives the same object again and again, however long. */
  readonly #judgedObjects = new WeakMap<HttpResponse, JudgedResponse>()
  /** Whether headers of responses are described, so that bodies do not tell all. */
  readonly #hasHeaders: boolean

  constructor(contract: Contract, operation: Operation, validator?: SchemaValidator) {
    super(contract, operation, validator)
    this.#requests = new RequestJudge(this)
    this.#hasHeaders = operation.responses.some(({ headers }) => headers.length > 0)
  }

  /** `request.target` is without the base path of the server. */
  request(request: HttpRequest): JudgedRequest {
    return this.#requests.judge(request)
  }

  /** With `accept`, a success is of a media type that it names; that of the request. With a deadline, it is in time. */
  response(response: HttpResponse, accept?: string, deadline?: Deadline): JudgedResponse {
    const judged = this.#judged(response, deadline)
    const issue = accept === undefined ? undefined : unacceptedIssue(this, response, judged, accept)
    return issue ? { ...judged, issues: [...judged.issues, issue] } : judged
  }

  /** A deployment answers many requests with the same bytes: they are judged once, and give the same object again. */
  #judged(response: HttpResponse, deadline?: Deadline): JudgedResponse {
    const judged = this.#judgedObjects.get(response) ?? this.#judgedAnew(response, deadline)
    this.#judgedObjects.set(response, judged)
    return judged
  }

  #judgedAnew(response: HttpResponse, deadline?: Deadline): JudgedResponse {
    const { status, headers, body } = response
    if (this.#hasHeaders || body.length > LONGEST_KEPT) return this.#judgedInTime(response, deadline)
    const key = `${status} ${headerValues(headers, 'content-type').join()} ${UTF8.decode(body)}`
    const judgedBefore = this.#responses.get(key)
    // What is not UTF-8 reads like other bytes that are not.
    if (judgedBefore && !key.includes('\ufffd')) return judgedBefore
    const judged = this.#judgedInTime(response, deadline)
    if (this.#responses.size >= MOST_KEPT) this.#responses.clear()
    this.#responses.set(key, judged)
    return judged
  }

  #judgedInTime(response: HttpResponse, deadline?: Deadline): JudgedResponse {
    const documented = documentedResponse(this.operation, response.status)
    const status = documented?.status ?? ''
    const costly = this.#costly.get(status) ?? []
    const unjudged = (reason: string): JudgedResponse => ({ ...UNREAD, documented, unjudged: reason })
    const [reason] = costly
    if (reason !== undefined && costly.length >= MOST_COSTLY) return unjudged(reason)
    try {
      return withinSteps(() => judgeResponse(this, response), undefined, deadline)
    } catch (error) {
      if (!(error instanceof NotJudged)) throw error
      if (error.isCostly) this.#costly.set(status, [...costly, error.message])
      return unjudged(error.message)
    }
  }
}
