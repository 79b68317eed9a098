import { isArray, type Json } from '../../json/index.ts'

const FEW = 3

/** A list of at least three items, taken in turn from lists; undefined if they have none, or one is no list. */
export function severalItems(lists: readonly (Json | undefined)[]): Json | undefined {
  const items = lists.flatMap((list) => (list !== undefined && isArray(list) ? list : []))
  if (items.length === 0) return undefined
  const turns = Math.ceil(FEW / items.length)
  return Array.from({ length: turns }, () => items).flat()
}
