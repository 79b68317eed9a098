import { Dice } from './dice.ts'

/** The code points that take one, two, three and four bytes of UTF-8, surrogates left out. */
const RANGES = [
  { first: 0, size: 0x80 },
  { first: 0x80, size: 0x780 },
  { first: 0x800, size: 0xf800 - 0x800 },
  { first: 0x10000, size: 0x100000 },
] as const
const FIRST_LETTER = 0x61
const LETTERS = 26
const FIRST_SURROGATE = 0xd800
const SURROGATES = 0x800
const MOST_ARGUMENTS = 4096

/** Any text of `length` code points; each range has its share, ASCII too. If there is no room, small letters. */
export function randomText(dice: Dice, length: number): string {
  const points: number[] = []
  const isTight = !dice.hasRoom
  for (let index = 0; index < length; index++) {
    const bits = dice.next()
    if (isTight) {
      points.push(FIRST_LETTER + (bits % LETTERS))
      continue
    }
    const range = RANGES[(bits & 3) as 0 | 1 | 2 | 3]
    const point = range.first + ((bits >>> 2) % range.size)
    points.push(range === RANGES[2] && point >= FIRST_SURROGATE ? point + SURROGATES : point)
  }
  // Made at once a text is flat; only as many points go at once as a call takes arguments.
  if (length <= MOST_ARGUMENTS) return String.fromCodePoint(...points)
  let text = ''
  for (let from = 0; from < length; from += MOST_ARGUMENTS)
    text += String.fromCodePoint(...points.slice(from, from + MOST_ARGUMENTS))
  return text
}

/** Ever the same `count` texts of one to eight code points. */
export const someTexts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => randomText(new Dice(index + 1, 0), 1 + (index % 8)))
