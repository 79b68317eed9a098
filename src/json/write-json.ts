import { hasDigits } from './has-digits.ts'
import { isArray, isObject, type Json, type JsonObject } from './json.ts'
import { integer, type JsonNumber, numberOf } from './json-number.ts'
import { tokensOf } from './tokens-of.ts'

/** As many digits as an integer has at least that no double holds. */
const LONG_NUMBER = 16

/** The value of a JSON text, its integers exact. Throws SyntaxError as JSON.parse does. */
export function parseJson(text: string): Json {
  const value: Json = JSON.parse(text)
  if (!hasDigits(text, LONG_NUMBER)) return value
  const literals: { readonly literal: string; readonly index: number }[] = []
  for (const { token, index } of tokensOf(text))
    if (/^-?\d{16}/.test(token) && typeof numberOf(token) === 'bigint') literals.push({ literal: token, index })
  if (literals.length === 0) return value
  // What stands for them begins as no text of the value does.
  const mark = '='.repeat(longestMark(value) + 1)
  let marked = ''
  let end = 0
  for (const { literal, index } of literals) {
    marked += `${text.slice(end, index)}"${mark}${literal}"`
    end = index + literal.length
  }
  const parsed: Json = JSON.parse(marked + text.slice(end))
  return replaced(parsed, (leaf) =>
    typeof leaf === 'string' && leaf.startsWith(mark) ? numberOf(leaf.slice(mark.length)) : leaf,
  )
}

function longestMark(value: Json): number {
  let longest = 0
  replaced(value, (leaf) => {
    if (typeof leaf === 'string') longest = Math.max(longest, /^=*/.exec(leaf)?.[0].length ?? 0)
    return leaf
  })
  return longest
}

/** The JSON text of a value, without white space. A negative zero keeps its sign, which `JSON.stringify` drops. */
export function writeJson(value: Json): string {
  return hasLeaf(value, (leaf) => typeof leaf === 'bigint' || Object.is(leaf, -0))
    ? written(value)
    : JSON.stringify(value)
}

function written(value: Json): string {
  if (typeof value === 'bigint') return String(value)
  if (Object.is(value, -0)) return '-0'
  if (isArray(value)) return `[${value.map(written).join(',')}]`
  if (!isObject(value)) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([name, member]) => `${JSON.stringify(name)}:${written(member)}`)
    .join(',')}}`
}

/** A JSON text that JavaScript wrote, its long integers as the doubles that they were: which they were made of is lost. */
export function roundedJson(text: string): string {
  if (!hasDigits(text, LONG_NUMBER)) return text
  let rounded = ''
  let end = 0
  for (const { token, index } of tokensOf(text)) {
    if (!/^-?\d{16,}$/.test(token) || Number.isSafeInteger(Number(token))) continue
    rounded += text.slice(end, index) + Number(token).toExponential()
    end = index + token.length
  }
  return rounded + text.slice(end)
}

/** A text of a document whose members may be JSON values, for people: each member on a line of its own. */
export function printJson(document: object): string {
  try {
    return JSON.stringify(document, null, 2)
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    const printed = (mark: string): string =>
      JSON.stringify(document, (_, member) => (typeof member === 'bigint' ? mark + member : member), 2)
    // No text of the document begins with it.
    let mark = '='
    for (const text = printed(''); text.includes(`"${mark}`); mark += '=');
    return printed(mark).replace(new RegExp(`"${mark}(-?\\d+)"`, 'g'), '$1')
  }
}

/** Whether a value has an integer that no double holds. */
export const hasExact = (root: Json): boolean => hasLeaf(root, (leaf) => typeof leaf === 'bigint')

function hasLeaf(root: Json, is: (leaf: Leaf) => boolean): boolean {
  if (!isArray(root) && !isObject(root)) return is(root)
  const open: (readonly Json[] | JsonObject)[] = [root]
  for (let value = open.pop(); value !== undefined; value = open.pop())
    for (const child of isArray(value) ? value : Object.values(value))
      if (isArray(child) || isObject(child)) open.push(child)
      else if (is(child)) return true
  return false
}

/** A value for programs that know doubles alone: the nearest of each integer. The value itself if it has doubles only. */
export const inDoubles = (value: Json): Json =>
  hasExact(value) ? replaced(value, (leaf) => (typeof leaf === 'bigint' ? Number(leaf) : leaf)) : value

/** A value that was parsed with every integer a bigint, as JSON values hold them. */
export const withDoubles = (value: Json): Json =>
  replaced(value, (leaf) => (typeof leaf === 'bigint' ? integer(leaf) : leaf))

type Leaf = null | boolean | JsonNumber | string

interface Copying {
  readonly from: Json
  readonly put: (copy: Json) => void
}

/** A copy with each leaf changed. It takes no stack: what is parsed may nest deeper than that has room for. */
function replaced(root: Json, change: (leaf: Leaf) => Leaf): Json {
  let result: Json = null
  const open: Copying[] = [
    {
      from: root,
      put: (copy) => {
        result = copy
      },
    },
  ]
  for (let next = open.pop(); next; next = open.pop()) {
    const { from, put } = next
    if (isArray(from)) {
      const items: Json[] = [...from]
      put(items)
      for (const [index, item] of from.entries())
        open.push({
          from: item,
          put: (copy) => {
            items[index] = copy
          },
        })
    } else if (isObject(from)) {
      const object = { ...from }
      put(object)
      for (const [name, member] of Object.entries(from))
        open.push({
          from: member,
          put: (value) => {
            Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true })
          },
        })
    } else put(change(from))
  }
  return result
}
