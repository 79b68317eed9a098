import { isArray, isNumber, type Json, type JsonType, typeOf, writeJson } from '../../json/index.ts'
import { type BreakingValue, breach, breachesIf } from './breaking-value.ts'
import { plainText } from './text.ts'

export const OTHER_TYPES: { readonly [T in Exclude<JsonType, 'integer'>]: readonly BreakingValue[] } = {
  null: [{ name: 'null', value: null }],
  boolean: [{ name: 'boolean', value: true }],
  number: [
    { name: 'number', value: 0 },
    { name: 'long number', value: 1234567890.5 },
  ],
  string: [
    { name: 'empty string', value: '' },
    // JSON in a string is what a client that encodes twice sends.
    { name: 'long string of JSON', value: JSON.stringify({ a: plainText(2000) }) },
  ],
  array: [
    { name: 'empty array', value: [] },
    { name: 'long array of objects', value: Array.from({ length: 300 }, () => ({ a: 1 })) },
  ],
  object: [
    { name: 'empty object', value: {} },
    { name: 'object', value: { a: { b: [1] } } },
  ],
}

/** Values of every type: what several branches refuse cannot be told from the keyword alone. */
export const OF_ANY_TYPE: readonly BreakingValue[] = Object.values(OTHER_TYPES).flat()

/** What a lenient parser takes for the value that it stands for: `"1"` for 1, and `"a"` for `["a"]`. */
function coercible(types: readonly JsonType[], current: Json): readonly BreakingValue[] {
  const isOf = (...wanted: readonly JsonType[]): boolean => wanted.some((type) => types.includes(type))
  const [item] = isArray(current) ? current : []
  return [
    ...breachesIf(isNumber(current) && !isOf('string'), breach('a number in a text', writeJson(current))),
    ...breachesIf(typeof current === 'boolean' && !isOf('string'), breach('a boolean in a text', String(current))),
    ...breachesIf(
      isArray(current) && item !== undefined && !isArray(item) && !isOf(typeOf(item)),
      breach('an item for its list', item),
    ),
  ]
}

/** Values of types that are not allowed, those first that stand for the current one. */
export const typeBreaches = (types: readonly JsonType[], current: Json): readonly BreakingValue[] => [
  ...coercible(types, current),
  ...Object.entries(OTHER_TYPES).flatMap(([type, breaches]) =>
    types.some((allowed) => allowed === type || (allowed === 'integer' && type === 'number'))
      ? breachesIf(type === 'number' && !types.includes('number'), breach('fraction', 0.5))
      : breaches,
  ),
]
