import { scalarOf } from '../../http/index.ts'
import { isArray, isNumber, isObject, type Json } from '../../json/index.ts'

/** The hazard of a text that spells a number in another way than JSON does. */
export const OTHER_SPELLING = 'another spelling of a number'

/** Parameters and forms hold scalars, in lists and objects at most. */
const DEPTH = 2

/**
 * The value with each text of it read as the number that most readers take it for: without blanks around it, a plus sign,
 * or zeros before it; some take `0x1` and `1_0` too. No version of OpenAPI says how numbers are spelled in parameters and
 * forms (3.1, 4.8.12.3).
 */
export function plainNumbers(value: Json, depth = DEPTH): Json {
  if (typeof value === 'string') return numberIn(value) ?? value
  if (depth === 0) return value
  if (isArray(value)) return value.map((item) => plainNumbers(item, depth - 1))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, plainNumbers(member, depth - 1)]))
}

function numberIn(text: string): Json | undefined {
  const digits = text.trim().replace(/(?<=\d)_(?=\d)/g, '')
  const read = scalarOf(digits.replace(/^(?:\+|(-))?0*(?=\d)/, '$1'), ['number'])
  if (isNumber(read)) return read
  return digits !== '' && Number.isFinite(Number(digits)) ? Number(digits) : undefined
}
