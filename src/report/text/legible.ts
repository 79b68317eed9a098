import { codePointLength } from '../../json/index.ts'
import { grouped } from './counted.ts'
import { escapeUnsafe } from './escape.ts'
import { columnsOf, columnsOfCharacter } from './wrap.ts'

/** Leaves out the middle of a long text, and says how many characters that is. */
export function elide(text: string, limit: number): string {
  const omitted = text.length <= limit ? 0 : codePointLength(text) - limit
  if (omitted <= 0) return text
  const tail = Math.floor(limit / 4)
  // Count code points, so that no surrogate pair is split; each has at most two UTF-16 units.
  const start = Array.from(text.slice(0, 2 * limit)).slice(0, limit - tail)
  const end = Array.from(text.slice(-2 * limit)).slice(-tail)
  return `${start.join('')}…(${grouped(omitted)} more)…${end.join('')}`
}

/** Foreign text for a paragraph: long words and the whole are shortened, unsafe characters spelled out. */
export function legible(text: string, limits: { readonly word: number; readonly whole: number }): string {
  const words = text.replace(/[^ \n]+/g, (word) => elide(word, limits.word))
  return escapeUnsafe(elide(words, limits.whole))
}

/** Foreign text for one line of `width` columns: the rest is cut off. */
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
