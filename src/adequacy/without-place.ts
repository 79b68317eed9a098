import { isArray, isObject, type Json, withoutProperty, withProperty } from '../json/index.ts'

/** A value without what stands at a template of pointers, in which `*` is any item or property. */
export function withoutPlace(value: Json, [token, ...rest]: readonly string[]): Json {
  if (token === undefined) return value
  if (isArray(value)) return token === '*' ? value.map((item) => withoutPlace(item, rest)) : value
  if (!isObject(value)) return value
  const names = token === '*' ? Object.keys(value) : Object.hasOwn(value, token) ? [token] : []
  return names.reduce<{ readonly [name: string]: Json }>(
    (object, name) =>
      rest.length === 0
        ? withoutProperty(object, name)
        : withProperty(object, name, withoutPlace(object[name] ?? null, rest)),
    value,
  )
}
