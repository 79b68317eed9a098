import { type Contract, type Operation, sideOf } from '../../contract/model/index.ts'
import { Draws } from './draws.ts'
import { isRefusal, madeOrRefused } from './refusals.ts'
import { whyNone } from './why-none.ts'

/**
 * Why no success of an operation can be made, if each has content of a schema that has no value, or none within the
 * budget; undefined if there may be one.
 */
export function whyNoAnswer(contract: Contract, { responses }: Operation): string | undefined {
  const side = sideOf(contract, 'response', 'made')
  let first: string | undefined
  for (const { status, content } of responses) {
    if (!/^(?:[23]|default)/i.test(status)) continue
    if (content.length === 0) return undefined
    for (const { schema, examples } of content) {
      const node = schema && side.node(schema)
      const why =
        node && examples.length === 0 ? madeOrRefused(() => whyNone(Draws.of(side.contract), [node])) : undefined
      if (why === undefined) return undefined
      first ??= `no answer can be made: response ${status}: ${isRefusal(why) ? why.message : why}`
    }
  }
  return first
}
