import { isArray, isObject, type Json } from './json.ts'
import { isNumber } from './json-number.ts'

/** Items that all differ, by the equality of JSON Schema: whatever they are, one more costs only what it is long. */
export class DistinctItems {
  readonly #plain = new Set<Json>()
  readonly #others = new Set<string>()

  /** False if an equal one is there. */
  add(item: Json): boolean {
    const isPlain = typeof item !== 'object' && !isLarge(item)
    const size = this.#plain.size + this.#others.size
    if (isPlain || item === null) this.#plain.add(item)
    else this.#others.add(canonicalText(item))
    return this.#plain.size + this.#others.size > size
  }
}

export function areDistinct(items: readonly Json[]): boolean {
  const distinct = new DistinctItems()
  return items.every((item) => distinct.add(item))
}

/** An integer that may be a double or not, and is equal to one that is written alike. */
const isLarge = (item: Json): boolean =>
  typeof item === 'bigint' || (typeof item === 'number' && Number.isInteger(item) && !Number.isSafeInteger(item))

/** The same text for values that are equal, and for no others (JSON Schema 2020-12 core, 4.2.2). */
export function canonicalText(value: Json): string {
  const parts: string[] = []
  write(value, parts)
  return parts.join('')
}

function write(value: Json, parts: string[]): void {
  // String() makes one text of 0 and -0, and of 1 and 1.0.
  if (isNumber(value)) parts.push(String(value))
  else if (isArray(value)) {
    parts.push('[')
    for (const item of value) {
      write(item, parts)
      parts.push(',')
    }
    parts.push(']')
  } else if (isObject(value)) {
    parts.push('{')
    for (const name of Object.keys(value).sort()) {
      parts.push(JSON.stringify(name), ':')
      write(value[name] ?? null, parts)
      parts.push(',')
    }
    parts.push('}')
  } else parts.push(JSON.stringify(value))
}
