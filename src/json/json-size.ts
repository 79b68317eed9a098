import { isArray, isObject, type Json } from './json.ts'
import { writeJson } from './write-json.ts'

/** The bytes that a value takes as JSON in UTF-8, without white space. Past `most` they are counted no further. */
export function jsonSize(value: Json, most = Number.POSITIVE_INFINITY): number {
  let size = 0
  const count = (part: Json): void => {
    if (typeof part === 'string') size += textSize(part)
    else if (isArray(part)) {
      size += Math.max(2, part.length + 1)
      for (const item of part) {
        if (size > most) return
        count(item)
      }
    } else if (isObject(part)) {
      const names = Object.keys(part)
      size += Math.max(2, names.length + 1)
      for (const name of names) {
        if (size > most) return
        size += textSize(name) + 1
        count(part[name] ?? null)
      }
    } else size += writeJson(part).length
  }
  count(value)
  return size
}

/** Texts of which each unit is written as it is, in one byte. Of a long one, an expression tells it sooner than a loop. */
const PLAIN = /^[ !#-[\]-~]*$/

/** The same of a text: escapes and quotes count as they are written (ECMA-262, QuoteJSONString). */
function textSize(text: string): number {
  if (PLAIN.test(text)) return text.length + 2
  let size = 2
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x20) size += '\b\t\n\f\r'.includes(text.charAt(index)) ? 2 : 6
    else if (unit < 0x80) size += unit === 0x22 || unit === 0x5c ? 2 : 1
    else if (unit < 0x800) size += 2
    else if (unit < 0xd800 || unit > 0xdfff) size += 3
    else if (unit < 0xdc00 && (text.charCodeAt(index + 1) & 0xfc00) === 0xdc00) {
      size += 4
      index++
    } else size += 6
  }
  return size
}
