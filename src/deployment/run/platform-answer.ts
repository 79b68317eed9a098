import { isObject, type Json } from '../../json/index.ts'
import type { Exchange } from '../../judging/checks/index.ts'

/** As much of a body as is looked at for an error code. */
const MOST_BYTES = 100_000

/** What the platform in front of a deployment says, if the contract knows its error codes. */
export function platformAnswer(exchange: Exchange): { readonly text: string; readonly status: number } | undefined {
  const { outcome, judge } = exchange
  if (outcome.kind !== 'response') return undefined
  const { status, body } = outcome.response
  const documented = judge.operation.platformAnswers.filter((answer) => answer.status === status)
  if (documented.length === 0) return undefined
  const texts = textsIn(body)
  const answer = documented.find(({ code }) => code !== '' && texts.includes(code))
  return answer && { status, text: `${answer.code}: ${answer.meaning}` }
}

/** The texts among the members of a JSON object. */
function textsIn(body: Uint8Array): string[] {
  try {
    const value: Json = JSON.parse(new TextDecoder().decode(body.subarray(0, MOST_BYTES)))
    return isObject(value) ? Object.values(value).filter((member) => typeof member === 'string') : []
  } catch {
    return []
  }
}
