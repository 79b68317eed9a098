import { hasDigits } from './has-digits.ts'
import { isArray, isObject, type Json } from './json.ts'
import { isCommonInteger, numberOf } from './json-number.ts'
import { tokensOf } from './tokens-of.ts'
import { writeJson } from './write-json.ts'

/** What RFC 8259 lets a parser refuse although the text is JSON: sections 4 (names), 6 (numbers), 8.2 (surrogates), 9 (depth). */
export type Hazard = 'repeated name' | 'number past double range' | 'unpaired surrogate' | 'great depth'

/** Nesting that every common parser takes, where the root is 1: System.Text.Json stops at 64, PHP at 512, serde at 128. */
export const ORDINARY_DEPTH = 32

/** The hazards of a text that JSON.parse has accepted with `value`. */
export function scanHazards(text: string, value: Json): Hazard[] {
  const deep = deeperThan(value, ORDINARY_DEPTH)
  // A text that a writer of JSON could have written has no repeated names, and no number that lost digits. It is not asked
  // about deep values: it runs out of stack at a depth that JSON.parse takes.
  const plain = !deep && writeJson(value) === text && !hasDigits(text, 20)
  const hazards = new Set<Hazard>(plain ? [] : scanTokens(text))
  if (deep) hazards.add('great depth')
  if (/\\u[dD][89a-fA-F]/.test(text) && hasLoneSurrogate(value)) hazards.add('unpaired surrogate')
  return [...hazards].sort()
}

function scanTokens(text: string): Set<Hazard> {
  const hazards = new Set<Hazard>()
  const scopes: (Set<string> | undefined)[] = []
  let lastString: string | undefined
  for (const { token } of tokensOf(text)) {
    if (token === '{') scopes.push(new Set())
    else if (token === '[') scopes.push(undefined)
    else if (token === '}' || token === ']') scopes.pop()
    else if (token === ':' && lastString !== undefined) {
      const names = scopes.at(-1)
      const name = String(JSON.parse(lastString))
      if (names?.has(name)) hazards.add('repeated name')
      names?.add(name)
    } else if (token.startsWith('"')) lastString = token
    else if (token !== ',' && token !== ':' && pastDoubleRange(token)) hazards.add('number past double range')
  }
  return hazards
}

/** Integers of 64 bits are what an int64 of a document says, and read exactly by most parsers. */
function pastDoubleRange(token: string): boolean {
  const number = numberOf(token)
  // A number that is written as its double is printed loses nothing, however large it is.
  if (typeof number === 'bigint') return !isCommonInteger(number) && String(Number(number)) !== token
  return (
    !Number.isFinite(number) ||
    (number === 0 && /[1-9]/.test(token.replace(/[eE].*/, ''))) ||
    (Number.isInteger(number) && !isCommonInteger(number) && String(number) !== token)
  )
}

/** Whether a value nests deeper than `limit` levels, where the root is 1. It looks no deeper than that. */
export function deeperThan(value: Json, limit: number): boolean {
  if (!isArray(value) && !isObject(value)) return false
  if (limit === 0) return true
  for (const child of isArray(value) ? value : Object.values(value)) {
    if (typeof child === 'object' && child !== null && deeperThan(child, limit - 1)) return true
  }
  return false
}

function hasLoneSurrogate(root: Json): boolean {
  const open: Json[] = [root]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value === 'string' && !value.isWellFormed()) return true
    if (!isArray(value) && !isObject(value)) continue
    for (const [name, child] of Object.entries(value)) {
      if (!name.isWellFormed()) return true
      open.push(child)
    }
  }
  return false
}
