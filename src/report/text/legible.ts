import { elide } from '../../json/index.ts'
import { escapeUnsafe } from './escape.ts'
import { columnsOf, columnsOfCharacter } from './wrap.ts'

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
