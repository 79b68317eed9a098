import type { DocumentedResponse } from '../../contract/model/index.ts'
import { type HeaderList, headerValue } from '../../http/index.ts'
import { equal, isInteger, isNumber, isObject, type Json, property } from '../../json/index.ts'

/** What tells one execution from another, whatever the status. */
const OF_EXECUTIONS = /^(?:execution|job|task|run|transaction|message|event|operation)[_-]?id$/i
/** What tells a thing from others, if it was made by the request that is answered. */
const OF_THINGS = /^(?:id|uuid|guid)$/i

export const LOCATION = 'Location'

/**
 * What an answer to a POST gives to tell what was made, or begun, from all others: `Location` of a 201 or 202 (RFC 9110,
 * 15.3.2), and members of the body by their names. What the document has as an example is left out: a mock may give it to all.
 */
export function givenIds(
  status: number,
  headers: HeaderList,
  body: Json | undefined,
  documented: DocumentedResponse | undefined,
): ReadonlyMap<string, Json> {
  const ids = new Map<string, Json>()
  const isMade = status === 201 || status === 202
  const location = isMade ? headerValue(headers, LOCATION) : undefined
  if (location !== undefined && location !== '') ids.set(LOCATION, location)
  if (!isObject(body) || (!isMade && status !== 200)) return ids
  for (const [name, value] of Object.entries(body)) {
    if (!OF_EXECUTIONS.test(name) && !(isMade && OF_THINGS.test(name))) continue
    const isId = (typeof value === 'string' && value !== '') || (isNumber(value) && isInteger(value))
    if (isId && !isExample(name, value, documented)) ids.set(name, value)
  }
  return ids
}

const isExample = (name: string, id: Json, documented: DocumentedResponse | undefined): boolean =>
  (documented?.content ?? []).some(({ examples }) =>
    examples.some(({ value }) => {
      const example = isObject(value) ? property(value, name) : undefined
      return example !== undefined && equal(example, id)
    }),
  )
