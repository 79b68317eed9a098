import {
  isArray,
  isNumber,
  isObject,
  type Json,
  type JsonObject,
  plus,
  property,
  withProperty,
} from '../../json/index.ts'
import { wordsOf } from './usual-values.ts'

/** Words that two names differ in: what the first one names must not come after the second. */
const ORDERS: readonly (readonly [earlier: string, later: readonly string[]])[] = [
  ['start', ['end', 'stop', 'finish']],
  ['starts', ['ends', 'stops', 'finishes']],
  ['started', ['ended', 'stopped', 'finished']],
  ['begin', ['end']],
  ['begins', ['ends']],
  ['from', ['to', 'until', 'till', 'through']],
  ['since', ['until', 'before']],
  ['after', ['before']],
  ['min', ['max']],
  ['minimum', ['maximum']],
  ['lower', ['upper']],
  ['least', ['most']],
  ['opens', ['closes']],
  ['departure', ['arrival', 'return']],
  ['in', ['out']],
]

/** Whether two names of one object say which value comes first: `startsAt` and `endsAt`, `price_min` and `price_max`. */
export const isOrdered = (earlier: string, later: string): boolean => laterWords(earlier).includes(wordsOf(later))

/** The words of all names that come after a name. */
function laterWords(name: string): string[] {
  const words = wordsOf(name).split(' ')
  return words.flatMap((word, index) =>
    ORDERS.flatMap(([first, others]) =>
      word === first ? others.map((other) => words.with(index, other).join(' ')) : [],
    ),
  )
}

/** A value with each later one of two ordered names moved behind the earlier one, if it is not behind it. */
export function inOrderOfNames(value: Json): Json {
  if (isArray(value)) return value.map(inOrderOfNames)
  if (!isObject(value)) return value
  const parts: JsonObject = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, inOrderOfNames(member)]),
  )
  const names = Object.keys(parts)
  const earlierOf = new Map(
    names.toReversed().flatMap((name) => laterWords(name).map((words) => [words, name] as const)),
  )
  return names.reduce<JsonObject>((object, later) => {
    const earlier = earlierOf.get(wordsOf(later))
    const [before, after] = [earlier, later].map((name) => (name === undefined ? undefined : property(object, name)))
    const moved = before === undefined || after === undefined ? undefined : movedBehind(before, after)
    return moved === undefined ? object : withProperty(object, later, moved)
  }, parts)
}

/** A value behind another of its kind; undefined if it stands there, or if nothing tells their order. */
function movedBehind(before: Json, after: Json): Json | undefined {
  if (isNumber(before) && isNumber(after)) return after > before ? undefined : plus(before, 1)
  if (typeof before !== 'string' || typeof after !== 'string' || after > before) return undefined
  return yearsLater(after, 0) === undefined ? undefined : yearsLater(before, 1)
}

const DAY = /^(\d{4})-(\d\d-\d\d)(?=$|[Tt ])/

/** A date, or a time with one, some years later; undefined if it is none, or if four digits do not do for the year. */
export function yearsLater(text: string, years: number): string | undefined {
  const [whole, year, day] = DAY.exec(text) ?? []
  const next = Number(year) + years
  if (whole === undefined || day === undefined || next < 0 || next > 9999) return undefined
  // Other years need not have this day.
  const kept = years !== 0 && day === '02-29' ? '03-01' : day
  return `${String(next).padStart(4, '0')}-${kept}${text.slice(whole.length)}`
}
