import { type HeaderList, type HttpResponse, headerValue, isJsonMediaType, isSuccess } from '../../http/index.ts'
import { isObject, type Json, withProperty, writeJson } from '../../json/index.ts'
import { givenIds, isKept, LOCATION, type OperationJudge } from '../../judging/messages/index.ts'
import type { Answer } from './answer.ts'

/**
 * An answer to a POST with ids of its own, if the document has no example of them: what is made by one request is not what
 * another one makes. Those of the first turn are as they are, and so is what an answer is about, and what has no room.
 */
export function withNewIds(judge: OperationJudge, answer: Answer, turn: number): Answer {
  const { response, name } = answer
  if (turn === 0 || judge.operation.method !== 'POST' || !isSuccess(response.status)) return answer
  const { body, documented } = judge.response(response)
  const ids = [...givenIds(response.status, response.headers, body, documented)]
  let changed = response
  for (const [id, value] of ids) {
    if (name.includes(id)) continue
    const next = withId(changed, judge.response(changed).body, id, numbered(value, turn))
    if (next && isKept(judge.response(next))) changed = next
  }
  return { name, response: changed }
}

function numbered(id: Json, turn: number): Json {
  if (typeof id === 'number') return id + turn
  if (typeof id !== 'string') return id
  const digits = String(turn)
  // In a text of a fixed length, such as a UUID, the number takes the place of the last characters.
  return id.length > digits.length ? id.slice(0, -digits.length) + digits : id + digits
}

function withId(response: HttpResponse, body: Json | undefined, id: string, value: Json): HttpResponse | undefined {
  if (id === LOCATION) {
    const headers: HeaderList = response.headers.map(([name, text]) =>
      name.toLowerCase() === LOCATION.toLowerCase() ? [name, String(value)] : [name, text],
    )
    return { ...response, headers }
  }
  if (!isObject(body) || !isJsonMediaType(headerValue(response.headers, 'content-type') ?? '')) return undefined
  return { ...response, body: new TextEncoder().encode(writeJson(withProperty(body, id, value))) }
}
