import { codePointLength, isArray, isNumber, type Json, type JsonObject } from '../../json/index.ts'

/** What a text may be like that a program stumbles over: what says most comes first. */
const TEXTS: readonly (readonly [trait: string, test: (text: string) => boolean])[] = [
  ['an empty string', (text) => text === ''],
  ['markup', (text) => /<[a-z!/]/i.test(text)],
  ['a dot', (text) => text.includes('.')],
  ['a space at an end', (text) => /^ | $/.test(text)],
  ['a space', (text) => text.includes(' ')],
  ['a quote', (text) => /["'`]/.test(text)],
  ['a percent sign', (text) => text.includes('%')],
  ['a slash', (text) => text.includes('/')],
  ['a backslash', (text) => text.includes('\\')],
  ['a question mark', (text) => text.includes('?')],
  ['a number sign', (text) => text.includes('#')],
  ['a plus sign', (text) => text.includes('+')],
  ['an ampersand', (text) => text.includes('&')],
  ['a semicolon', (text) => text.includes(';')],
  ['a comma', (text) => text.includes(',')],
  ['a colon', (text) => text.includes(':')],
  ['template marks', (text) => /[$#{]\{|<%/.test(text)],
  ['braces', (text) => /[{}]/.test(text)],
  ['text that looks like JSONPath', (text) => /^\$[.[]/.test(text)],
  ['Latin-1 text', (text) => /[\u00a0-\u00ff]/.test(text)],
  ['text outside the BMP', (text) => /[\ud800-\udbff][\udc00-\udfff]/.test(text)],
  ['text outside Latin-1', (text) => /[\u0100-\uffff]/.test(text)],
  // If what is outside the BMP is let in, that is not why.
  ['text outside Latin-1, but in the BMP', (text) => /[\u0100-\ud7ff\ue000-\uffff]/.test(text)],
  ['control characters', (text) => /[\u0001-\u001f\u007f-\u009f]/.test(text)],
  ['a NUL character', (text) => text.includes('\u0000')],
  ['text that is a date', (text) => /^\d{4}-\d\d-\d\d|^\/Date\(/.test(text)],
  ['text that looks like another value', (text) => /^(?:true|false|null|-?\d+(?:\.\d+)?(?:e\d+)?)$/i.test(text)],
  ['a long string', (text) => codePointLength(text) > 500],
  ['text outside ASCII', (text) => /[^\u0000-\u007f]/.test(text)],
]

/** Of names these say nothing: any program has names like that. */
const COMMON_IN_NAMES: typeof TEXTS = [
  ['capital letters', (text) => /[A-Z]/.test(text)],
  ['characters that are encoded', (text) => /[^\w.~-]/.test(text)],
]

const NAMES: readonly (readonly [trait: string, test: (name: string) => boolean])[] = [
  ['an empty name', (name) => name === ''],
  ['a numeric name', (name) => /^-?\d+$/.test(name)],
  ['a name that JavaScript knows', (name) => name in {} || name === 'prototype' || name === 'length'],
  ['a long name', (name) => name.length > 100],
  ['a name that frameworks act on', (name) => /^(?:@|\$type$|\$id$|__t|_id$)/.test(name)],
]

const NUMBERS: readonly (readonly [trait: string, test: (number: number) => boolean])[] = [
  ['a number', () => true],
  ['a fraction', (number) => !Number.isInteger(number)],
  ['a negative number', (number) => number < 0],
  ['negative zero', (number) => Object.is(number, -0)],
  ['a number over 32 bits', (number) => Math.abs(number) > 0x7fffffff],
]

const DEEP = 10
/** Levels of a value that are looked at: more than any case nests, and fewer than a stack has room for. */
const DEEPEST = 1000
const LONG_ARRAY = 100
const MANY_NAMES = 1000
/** Items of an array that are looked at. */
const MOST_ITEMS = 1000

/** What a text is like, one phrase a trait: `a slash`, `control characters`. */
export const textTraits = (text: string): string[] => holding([...TEXTS, ...COMMON_IN_NAMES], text)

/** What the name of a property is like. */
export const nameTraits = (name: string): string[] => [
  ...holding(NAMES, name),
  ...(name === '' ? [] : holding(TEXTS, name)),
]

const holding = <T>(table: readonly (readonly [trait: string, test: (value: T) => boolean])[], value: T): string[] =>
  table.flatMap(([trait, test]) => (test(value) ? [trait] : []))

/** What a value is like, with all names, texts and numbers in it; what says more comes first. */
export function valueTraits(value: Json, depth = 1): ReadonlySet<string> {
  const traits = new Set<string>(depth > DEEP ? ['deep nesting'] : [])
  return addAll(traits, depth > DEEPEST ? [] : plainTraits(value, depth))
}

function plainTraits(value: Json, depth: number): Iterable<string> {
  if (value === null) return new Set(['null'])
  if (typeof value === 'boolean') return new Set(['true or false'])
  if (typeof value === 'string') return new Set(['a string', ...textTraits(value)])
  if (isNumber(value)) return new Set(holding(NUMBERS, Number(value)))
  const traits = new Set<string>()
  if (isArray(value)) {
    if (value.length === 0) traits.add('an empty array')
    if (value.length > LONG_ARRAY) traits.add('a long array')
    traits.add('an array')
    for (const item of value.slice(0, MOST_ITEMS)) addAll(traits, valueTraits(item, depth + 1))
    return traits
  }
  const names = Object.keys(value)
  if (names.length === 0) traits.add('an empty object')
  else if (names.every((name) => /^\d+$/.test(name))) traits.add('an object of nothing but numeric names')
  if (names.length > MANY_NAMES) traits.add('thousands of names')
  return addAll(traits.add('an object'), memberTraits(value, depth))
}

/** What the names and values of an object are like, whatever the object itself is. */
export function memberTraits(object: JsonObject, depth = 1): ReadonlySet<string> {
  const traits = new Set<string>()
  for (const [name, member] of Object.entries(object)) {
    addAll(traits, nameTraits(name))
    addAll(traits, valueTraits(member, depth + 1))
  }
  return traits
}

function addAll(traits: Set<string>, others: Iterable<string>): Set<string> {
  for (const trait of others) traits.add(trait)
  return traits
}
