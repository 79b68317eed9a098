import { endOfString } from './tokens-of.ts'

/** Where a member begins, at its name, and where its value does; of an item both are the same. */
interface Member {
  readonly start: number
  readonly value: number
}

/**
 * Where the places of a text begin that JSON.parse accepts, in UTF-16 code units. A place is looked for level by level, and
 * each level is read once: many places cost no more than a few readings of the text.
 */
export class JsonOffsets {
  readonly #text: string
  /** By where the object or array begins. */
  readonly #members = new Map<number, ReadonlyMap<string, Member>>()

  constructor(text: string) {
    this.#text = text
  }

  /** The offset of the place that the tokens of a pointer name; if there is none, of the nearest place around it. */
  offsetOf(tokens: readonly string[]): number {
    let value = afterSpace(this.#text, 0)
    let offset = value
    for (const token of tokens) {
      const member = this.#membersAt(value).get(token)
      if (member === undefined) return offset
      offset = member.start
      value = member.value
    }
    return offset
  }

  #membersAt(start: number): ReadonlyMap<string, Member> {
    const members = this.#members.get(start) ?? membersAt(this.#text, start)
    this.#members.set(start, members)
    return members
  }
}

/** The members of an object, the last of each name as JSON.parse has it, or the items of an array by their index. */
function membersAt(text: string, begin: number): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>()
  if (text[begin] !== '{' && text[begin] !== '[') return members
  let start = afterSpace(text, begin + 1)
  while (start < text.length && text[start] !== '}' && text[start] !== ']') {
    const end = text[begin] === '{' ? endOfString(text, start) : undefined
    const name = end === undefined ? String(members.size) : String(JSON.parse(text.slice(start, end)))
    const value = end === undefined ? start : afterSpace(text, text.indexOf(':', end) + 1)
    members.set(name, { start, value })
    const next = afterSpace(text, endOfValue(text, value))
    start = text[next] === ',' ? afterSpace(text, next + 1) : next
  }
  return members
}

function endOfValue(text: string, start: number): number {
  if (text[start] === '"') return endOfString(text, start)
  if (text[start] !== '{' && text[start] !== '[') return indexOf(/[\s,}\]]/g, text, start)
  const marks = /["{}[\]]/g
  marks.lastIndex = start
  let depth = 0
  for (let match = marks.exec(text); match !== null; match = marks.exec(text)) {
    const [mark] = match
    if (mark === '"') marks.lastIndex = endOfString(text, match.index)
    else depth += mark === '{' || mark === '[' ? 1 : -1
    if (depth === 0) return marks.lastIndex
  }
  return text.length
}

const afterSpace = (text: string, start: number): number => indexOf(/\S/g, text, start)

function indexOf(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.exec(text)?.index ?? text.length
}
