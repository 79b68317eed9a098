import { codePointLength } from '../../json/index.ts'
import { grouped } from './counted.ts'
import { escapeUnsafe } from './escape.ts'
import { columnsOf, columnsOfCharacter } from './wrap.ts'

/** Leaves the middle of a long text out, and says how much. */
export function elide(text: string, limit: number): string {
  const left = text.length <= limit ? 0 : codePointLength(text) - limit
  if (left <= 0) return text
  const tail = Math.floor(limit / 4)
  // By code points, lest a pair of surrogates is parted; a code point has two units at most.
  const start = Array.from(text.slice(0, 2 * limit)).slice(0, limit - tail)
  const end = Array.from(text.slice(-2 * limit)).slice(-tail)
  return `${start.join('')}…(${grouped(left)} more)…${end.join('')}`
}

/** Foreign text for one paragraph: long words and the whole shortened, unsafe characters spelled out. */
export function legible(text: string, limits: { readonly word: number; readonly whole: number }): string {
  const words = text.replace(/[^ \n]+/g, (word) => elide(word, limits.word))
  return escapeUnsafe(elide(words, limits.whole))
}

/** Foreign text for one line of a given width: what does not fit is cut off. */
export function clip(text: string, width: number): string {
  const safe = escapeUnsafe(text.length > 4 * width ? text.slice(0, 4 * width) : text)
  if (columnsOf(safe) <= width) return safe
  let line = ''
  let used = 1
  for (const character of safe) {
    used += columnsOfCharacter(character)
    if (used > width) break
    line += character
  }
  return `${line}…`
}
