import { isArray, isObject, type Json, property, withoutProperty, withProperty } from './json.ts'

/** A JSON pointer (RFC 6901): `''` is the whole value, `/a~1b/0` the first element of property `a/b`. */
export type Pointer = string

export const escapeToken = (token: string): string => token.replaceAll('~', '~0').replaceAll('/', '~1')

export const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~')

export const formatPointer = (tokens: readonly (string | number)[]): Pointer =>
  tokens.map((token) => `/${escapeToken(String(token))}`).join('')

export const parsePointer = (pointer: Pointer): string[] =>
  pointer === '' ? [] : pointer.slice(1).split('/').map(unescapeToken)

export const appendToken = (pointer: Pointer, token: string | number): Pointer =>
  `${pointer}/${escapeToken(String(token))}`

/** The value at a pointer, or undefined where there is none. */
export function valueAt(value: Json, pointer: Pointer): Json | undefined {
  let current: Json | undefined = value
  for (const token of parsePointer(pointer)) {
    if (isArray(current)) current = isIndex(token) ? current[Number(token)] : undefined
    else if (isObject(current)) current = property(current, token)
    else return undefined
    if (current === undefined) return undefined
  }
  return current
}

const isIndex = (token: string): boolean => /^(?:0|[1-9]\d*)$/.test(token)

/**
 * A copy of `value` with the place at `pointer` set, or removed where `replacement` is undefined. Missing parents are
 * made as objects, and an item may be added at an array's end; what has no such place stays as it is.
 */
export function withValueAt(value: Json, pointer: Pointer, replacement: Json | undefined): Json {
  return withTokens(value, parsePointer(pointer), replacement) ?? null
}

function withTokens(value: Json, tokens: readonly string[], replacement: Json | undefined): Json | undefined {
  const [token, ...rest] = tokens
  if (token === undefined) return replacement
  if (isArray(value)) {
    const index = Number(token)
    if (!isIndex(token) || index > value.length) return value
    const child = withTokens(orObject(value[index]), rest, replacement)
    return child === undefined ? value.toSpliced(index, 1) : value.toSpliced(index, 1, child)
  }
  if (!isObject(value)) return value
  const child = withTokens(orObject(property(value, token)), rest, replacement)
  return child === undefined ? withoutProperty(value, token) : withProperty(value, token, child)
}

const orObject = (value: Json | undefined): Json => (value === undefined ? {} : value)

/** The values at every place that a template stands for, `*` being any item or name. */
export function instancesAt(value: Json, template: Pointer): Json[] {
  return parsePointer(template).reduce<Json[]>(
    (found, token) =>
      found.flatMap((one) => {
        if (token === '*') return isArray(one) || isObject(one) ? Object.values(one) : []
        const next = valueAt(one, `/${escapeToken(token)}`)
        return next === undefined ? [] : [next]
      }),
    [value],
  )
}
