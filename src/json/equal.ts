import { isArray, isObject, type Json, property } from './json.ts'
import { isNumber } from './json-number.ts'

/** Equality of JSON Schema (2020-12 core, 4.2.2): by value; the order of an object's properties does not matter. */
export function equal(a: Json, b: Json): boolean {
  if (a === b) return true
  // A double of other programs may be one that is written as an integer which no double holds.
  if (typeof a === 'bigint' || typeof b === 'bigint') return isNumber(a) && isNumber(b) && String(a) === String(b)
  if (isArray(a)) return isArray(b) && a.length === b.length && a.every((item, index) => equal(item, b[index] ?? null))
  if (!isObject(a) || !isObject(b) || isArray(b)) return false
  const names = Object.keys(a)
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => {
      const other = property(b, name)
      return other !== undefined && equal(a[name] ?? null, other)
    })
  )
}
