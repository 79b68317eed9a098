import { escapeUnsafe } from './escape.ts'

const WIDE =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u
const COMBINING = /\p{Mn}|\p{Me}/u

/** Columns that a text takes in a terminal: East Asian characters and emoji take two, combining marks none. */
export function columnsOf(text: string): number {
  if (/^[ -~]*$/.test(text)) return text.length
  let columns = 0
  for (const character of text) columns += columnsOfCharacter(character)
  return columns
}

const columnsOfCharacter = (character: string): number => (WIDE.test(character) ? 2 : COMBINING.test(character) ? 0 : 1)

/** Cuts a text into pieces that clip, wherever the edge falls. Keeps every character. */
export function breakHard(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const character of text) {
    const columns = columnsOfCharacter(character)
    if (used + columns > width && line !== '') {
      lines.push(line)
      line = ''
      used = 0
    }
    line += character
    used += columns
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

/** Lines of whole words; only a word that is wider than a line is cut. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(/ +/)) {
    const candidate = line === '' ? word : `${line} ${word}`
    if (columnsOf(candidate) <= width) {
      line = candidate
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = breakHard(word, width)
    lines.push(...pieces.slice(0, -1))
    line = pieces.at(-1) ?? ''
  }
  return line === '' && lines.length > 0 ? lines : [...lines, line]
}

/** Wraps after a label; further lines stand below the first word. */
export function wrapAfter(label: string, text: string, columns: number): string[] {
  const indent = columnsOf(label)
  const blank = ' '.repeat(indent)
  return wrap(text, Math.max(columns - indent, 16)).map((line, index) => `${index === 0 ? label : blank}${line}`)
}

export const grouped = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',')

/** `1 request`, `1,024 requests`. */
export const counted = (count: number, singular: string, plural = `${singular}s`): string =>
  `${grouped(count)} ${count === 1 ? singular : plural}`

/** Leaves the middle of a long text out, and says how much. */
export function elide(text: string, limit: number): string {
  if (text.length <= limit) return text
  const characters = Array.from(text)
  const tail = Math.floor(limit / 4)
  const left = characters.length - limit
  return left <= 0
    ? text
    : `${characters.slice(0, limit - tail).join('')}…(${grouped(left)} more)…${characters.slice(-tail).join('')}`
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
  return `${breakHard(safe, Math.max(width - 1, 1))[0] ?? ''}…`
}
