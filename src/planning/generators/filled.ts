import { DistinctItems, isNumber, type Json, jsonSize, plus } from '../../json/index.ts'
import { SIZE_LIMITS } from './limits.ts'
import { lettersOf } from './text.ts'

export interface Filling {
  readonly length: number
  /** Whether no two items may be equal. */
  readonly unlike: boolean
  /** Bytes that all of them may take as JSON. */
  readonly most: number
  /** How many of the first items are asked for one by one besides the usual number. */
  readonly apart?: number
  readonly itemAt: (index: number) => Json | undefined
}

/**
 * A list made longer, its further items like those before them; cut short where there is no item. Undefined if it would
 * take too many bytes: these are counted before it is made.
 */
export function filled(start: readonly Json[], filling: Filling): Json[] | undefined {
  const { length, unlike, most, apart = 0, itemAt } = filling
  const items = start.slice(0, length)
  const sizes = items.map((item) => jsonSize(item, most))
  const distinctItems = unlike ? new DistinctItems() : undefined
  for (const item of items) distinctItems?.add(item)
  let size = sizes.reduce((sum, bytes) => sum + bytes + 1, 1)
  let least = 1
  for (let index = items.length; index < length; index++) {
    const before = index - SIZE_LIMITS.itemsApart
    const isAlike = before >= apart
    if (index === apart + SIZE_LIMITS.itemsApart) least = Math.min(...sizes.slice(apart))
    if (size + (length - index) * (least + 1) > most) return undefined
    const alike = isAlike ? items[before] : itemAt(index)
    if (alike === undefined) return items
    const item = distinctItems ? distinct(alike, distinctItems, index) : alike
    if (item === undefined) return isAlike ? undefined : [...items, alike]
    items.push(item)
    sizes.push(isAlike && !distinctItems ? (sizes[before] ?? 0) : jsonSize(item, most))
    size += (sizes.at(-1) ?? 0) + 1
  }
  return size > most ? undefined : items
}

/**
 * `item`, or another value of the same kind and at most its length if `taken` has it already, which then has it too.
 * Undefined if there is none.
 */
function distinct(item: Json, taken: DistinctItems, start: number): Json | undefined {
  if (taken.add(item)) return item
  for (let count = start; ; count++) {
    const candidate = isNumber(item) ? plus(item, count) : typeof item === 'string' ? withEnd(item, count) : undefined
    // A number past what doubles tell apart stays the same.
    if (candidate === undefined || (isNumber(item) && candidate === item)) return undefined
    if (taken.add(candidate)) return candidate
  }
}

function withEnd(text: string, count: number): string {
  const end = endLike(text, count)
  return text.slice(0, Math.max(0, text.length - end.length)) + end
}

/** A number in the letters of a text, if it has nothing else: a pattern may take no digits. */
function endLike(text: string, count: number): string {
  if (/^[a-z]+$/.test(text)) return lettersOf(count)
  return /^[A-Z]+$/.test(text) ? lettersOf(count).toUpperCase() : String(count)
}
