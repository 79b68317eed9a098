import type { Parameter } from '../../contract/model/index.ts'
import { equal, type Json } from '../../json/index.ts'
import type { OperationJudge } from '../../judging/messages/index.ts'

/** A parameter's value as a recipient of its text reads it; undefined if it cannot be sent, or says nothing. */
export function parameterOverWire(judge: OperationJudge, parameter: Parameter, value: Json): Json | undefined {
  const text = judge.writeParameter(parameter, value)
  if (text === '' || !isSendable(parameter, text)) return undefined
  const read = judge.readParameter(parameter, text)
  return read.kind === 'value' ? read.value : undefined
}

/** Pairs `name=value` of cookies that nothing escapes (RFC 6265, 4.1.1 and 4.2.1). */
const COOKIES = /^[!#-+\--:<-[\]-~]+(?:; [!#-+\--:<-[\]-~]+)*$/

/**
 * What is written as it is has to be of what its place carries: a header's text is trimmed on the way, and of what is not
 * ASCII a recipient may make what it likes (RFC 9110, 5.5).
 */
export function isSendable({ in: place, style }: Parameter, text: string): boolean {
  if (place === 'header') return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)
  return style !== 'cookie' || text === '' || COOKIES.test(text)
}

/**
 * Whether a value is read from the wire as what it was. An empty text is left out: it can be, but many a recipient takes
 * it for an absent one.
 */
export function isCarried(judge: OperationJudge, parameter: Parameter, value: Json): boolean {
  // Outside JSON it is written as any other zero.
  if (Object.is(value, -0)) return false
  if (isPlainText(judge, parameter, value)) return true
  const read = value === '' ? undefined : parameterOverWire(judge, parameter, value)
  return read !== undefined && equal(read, value)
}

/** A text where texts alone are wanted, which percent-encoding carries whatever is in it: most of what is drawn. */
function isPlainText(judge: OperationJudge, parameter: Parameter, value: Json): boolean {
  if (typeof value !== 'string' || value === '' || !value.isWellFormed()) return false
  if (parameter.in !== 'path' || parameter.contentType !== undefined) return false
  const { types } = judge.shape(parameter.schema)
  return types.length === 1 && types[0] === 'string'
}
