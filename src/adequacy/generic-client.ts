import { type HttpRequest, type HttpResponse, isSuccess } from '../http/index.ts'
import { isArray, isObject, type Json } from '../json/index.ts'
import { isKept, type JudgedResponse, type OperationJudge } from '../judging/messages/index.ts'
import type { LegalInput, LegalInputs } from '../planning/cases/index.ts'

/** What a client does with one call. */
export interface ClientBehaviour {
  /** The call's arguments, as the client takes them. Throws if it refuses them. */
  readonly asked: (input: LegalInput) => LegalInput
  readonly written: (input: LegalInput, write: LegalInputs['write']) => HttpRequest
  /** Whether the request is sent again after such an answer. */
  readonly isRepeated: (response: HttpResponse) => boolean
  /** What the client makes of an answer: returns, throws, or a promise that never settles. */
  readonly made: (response: HttpResponse) => unknown
}

/** What a documented error becomes: it carries the whole body. */
export class AnswerError extends Error {
  readonly body: unknown
  constructor(status: number, body: unknown) {
    super(`status ${status}`)
    this.body = body
  }
}

const JUDGED = new WeakMap<HttpResponse, JudgedResponse>()

/** The same answers are served to every mutant of an operation. */
export function readAnswer(judge: OperationJudge, response: HttpResponse): JudgedResponse {
  const judged = JUDGED.get(response) ?? judge.response(response)
  JUDGED.set(response, judged)
  return judged
}

/** Of an answer's body what the document says it is, or its bytes. */
export const bodyOf = (judge: OperationJudge, response: HttpResponse): Json | Uint8Array =>
  readAnswer(judge, response).body ?? response.body

/** A client that keeps the contract: it says all that it is asked, and gives all that it is answered. */
export function conformingBehaviour(judge: OperationJudge): ClientBehaviour {
  return {
    asked: (input) => input,
    written: (input, write) => write(input),
    isRepeated: () => false,
    made(response) {
      const isRight = isKept(readAnswer(judge, response))
      if (!isSuccess(response.status)) throw new AnswerError(response.status, bodyOf(judge, response))
      if (!isRight) throw new Error('the answer breaks the contract')
      return bodyOf(judge, response)
    },
  }
}

/** Stand for texts of an argument while the request is written: nothing of them is ever encoded. */
const mark = (index: number): string => `fgs.contract.text${index}.`

/**
 * The request with the texts of one argument as they stand, as far as a URL can have them so: what `fetch` makes of a
 * URL that is put together from them.
 */
export function withUnencoded(input: LegalInput, key: string, write: LegalInputs['write']): HttpRequest {
  const value = input.parameters.get(key)
  if (value === undefined) return write(input)
  const texts: string[] = []
  const marked = (part: Json): Json => {
    if (typeof part === 'string') return mark(texts.push(part) - 1)
    if (isArray(part)) return part.map(marked)
    return isObject(part)
      ? Object.fromEntries(Object.entries(part).map(([name, inner]) => [name, marked(inner)]))
      : part
  }
  const request = write({ ...input, parameters: new Map([...input.parameters, [key, marked(value)]]) })
  const plain = (text: string): string =>
    texts.reduce((done, original, index) => done.replace(mark(index), () => original.toWellFormed()), text)
  if (key.startsWith('cookie.'))
    return {
      ...request,
      headers: request.headers.map(([name, text]) => [name, name === 'cookie' ? plain(text) : text]),
    }
  const { pathname, search } = new URL(`http://client.invalid${plain(request.target)}`)
  return { ...request, target: pathname + search }
}
