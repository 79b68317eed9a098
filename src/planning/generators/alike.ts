import { isNumber, type Json } from '../../json/index.ts'

/** So many values that no two runs meet each other by chance. */
const PLENTY = 2n ** 30n
/** Fewer are soon used up, by this run or by those before. */
const ENOUGH = 2n ** 22n
/** Characters at the front that are changed: there a deployment that cuts texts sees them too. */
const MOST_CHANGED = 12
const SUFFIX = 'aaaaaaaa'
/** What is greater names nothing, and so does what is like it. */
const GREAT = 10n ** 9n
/** Digits of whole numbers: fewer would be used up, and more are not exact everywhere. */
const FEWEST_DIGITS = 9
const MOST_DIGITS = 15

/**
 * What of a text stays, since other texts of its kind have it too: the scheme and host of a URL, the host of an address,
 * and what says that a text names nothing.
 */
const KEPT = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*|@[^@]*$|(?:fgs.?contract.?)?no.?such/gi
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i
const HEX = /^(?=.{8})[0-9a-f-]*[a-f][0-9a-f-]*$/i
/** The digits of a UUID that say what kind it is (RFC 9562, 4). */
const KINDS_OF_UUID: readonly number[] = [14, 19]

const CLASSES = ['0123456789', 'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'] as const
const HEX_CLASSES = ['0123456789', 'abcdef', 'ABCDEF'] as const
/** Beyond ASCII those of a kind are neighbours: letters, marks and symbols. */
const KINDS = [/^\p{Ll}$/u, /^\p{Lu}$/u, /^\p{Lo}$/u, /^\p{M}$/u, /^\p{So}$/u] as const
const NEIGHBOURS = 16

/** A value like another one. */
export interface Alike {
  readonly value: Json
  /** There are so few of its kind that it may have been used before. */
  readonly isScarce: boolean
}

/**
 * Values like a text or a whole number, others for each `turn`, those first that are likest: of as many characters, and
 * of the same kinds of them. Whether they fit is for the caller to ask.
 */
export function alike(value: Json, turn: bigint): Alike[] {
  if (typeof value === 'string') return alikeTexts(value, turn)
  if (!isNumber(value) || !Number.isInteger(Number(value))) return []
  const own = String(value).replace('-', '').length
  const signed = (number: bigint): Json => (value < 0 ? -Number(number) : Number(number))
  const numbers = [Math.min(Math.max(own, FEWEST_DIGITS), MOST_DIGITS), FEWEST_DIGITS].map((digits) => {
    const least = 10n ** BigInt(digits - 1)
    return { value: signed(least + (turn % (9n * least))), isScarce: false }
  })
  const above = BigInt(Math.abs(Number(value))) - GREAT
  return above > 0n ? [...numbers, { value: signed(GREAT + 1n + (turn % above)), isScarce: above < ENOUGH }] : numbers
}

function alikeTexts(text: string, turn: bigint): Alike[] {
  const [changed, count] = changedText(text, turn)
  const host = keptOf(text).find(({ index }) => text.startsWith('@', index))
  const end = host?.index ?? text.length
  const [suffix] = changedText(SUFFIX, turn)
  const longer = { value: text.slice(0, end) + suffix + text.slice(end), isScarce: false }
  if (count === 1n) return [longer]
  const alikeText = { value: changed, isScarce: count < ENOUGH }
  return count >= PLENTY ? [alikeText, longer] : [longer, alikeText]
}

/** Where what stays begins in a text, and how long it is. */
const keptOf = (text: string): { index: number; length: number }[] =>
  [...text.matchAll(KEPT)].map(({ index, 0: { length } }) => ({ index, length }))

/** A text with other letters and digits, and how many there are of its kind. */
function changedText(text: string, turn: bigint): [changed: string, count: bigint] {
  const kept = keptOf(text)
  const isKept = (at: number): boolean => kept.some(({ index, length }) => at >= index && at < index + length)
  const isOfKind = (index: number): boolean => UUID.test(text) && KINDS_OF_UUID.includes(index)
  const classes = HEX.test(text) ? HEX_CLASSES : CLASSES
  let rest = turn
  let count = 1n
  let changes = 0
  let index = 0
  const characters = [...text].map((character) => {
    const here = index
    index += character.length
    if (changes >= MOST_CHANGED || isKept(here) || isOfKind(here)) return character
    const members = membersLike(character, classes)
    if (members.length <= 1) return character
    const size = BigInt(members.length)
    const member = members[Number(rest % size)] ?? character
    rest /= size
    count *= size
    changes++
    return member
  })
  return [characters.join(''), count]
}

/** The characters that may stand where one stands. */
function membersLike(character: string, classes: readonly string[]): readonly string[] {
  const members = classes.find((of) => of.includes(character))
  if (members !== undefined) return [...members]
  const kind = character > '\u007f' ? KINDS.find((candidate) => candidate.test(character)) : undefined
  const code = character.codePointAt(0) ?? 0
  if (!kind) return []
  const first = code - (code % NEIGHBOURS)
  return Array.from({ length: NEIGHBOURS }, (_, index) => String.fromCodePoint(first + index)).filter((neighbour) =>
    kind.test(neighbour),
  )
}
