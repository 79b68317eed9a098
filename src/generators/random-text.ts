import type { Arbitrary } from 'fast-check'
import { fastCheck } from './fast-check.ts'

/** The code points that take one, two, three and four bytes of UTF-8, surrogates left out. */
const RANGES = [
  { first: 0, size: 0x80 },
  { first: 0x80, size: 0x780 },
  { first: 0x800, size: 0xf800 - 0x800 },
  { first: 0x10000, size: 0x100000 },
] as const
const FIRST_SURROGATE = 0xd800
const SURROGATES = 0x800
const MOST_ARGUMENTS = 4096

/**
 * Any text of a length that `lengths` gives, in code points. It stands for fast-check's own string of unit `binary`,
 * which makes a draw for each code point, and a table of all that there are. Here one draw is spread over the text.
 */
export function randomText(lengths: Arbitrary<number>): Arbitrary<string> {
  const fc = fastCheck()
  return fc.tuple(lengths, fc.noBias(fc.integer())).map(([length, seed]) => spread(length, seed))
}

/** Ever the same `count` texts of one to eight code points. */
export const someTexts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => spread(1 + (index % 8), index + 1))

/** `length` code points that follow from a seed by xorshift (Marsaglia 2003); each range has its share, ASCII too. */
function spread(length: number, seed: number): string {
  const points: number[] = []
  let state = seed === 0 ? 1 : seed
  for (let index = 0; index < length; index++) {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    const range = RANGES[(state & 3) as 0 | 1 | 2 | 3]
    const point = range.first + ((state >>> 2) % range.size)
    points.push(range === RANGES[2] && point >= FIRST_SURROGATE ? point + SURROGATES : point)
  }
  // Made at once a text is flat; only as many points go at once as a call takes arguments.
  let text = ''
  for (let from = 0; from < length; from += MOST_ARGUMENTS)
    text += String.fromCodePoint(...points.slice(from, from + MOST_ARGUMENTS))
  return text
}
