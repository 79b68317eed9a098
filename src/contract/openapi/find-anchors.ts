import { appendToken, isArray, isObject, type Json, type Pointer } from '../../json/index.ts'

/** Keywords whose values are data, in which nothing is an anchor. */
const DATA = new Set(['const', 'default', 'enum', 'example', 'examples'])

/** The pointer of each `$anchor` and `$dynamicAnchor` of a file, by its name. The first of a name counts. */
export function findAnchors(root: Json): ReadonlyMap<string, Pointer> {
  const anchors = new Map<string, Pointer>()
  const waiting: { readonly value: Json; readonly pointer: Pointer }[] = [{ value: root, pointer: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, pointer } = next
    if (!isObject(value) && !isArray(value)) continue
    // Below `properties`, names of keywords are names like any other.
    const holdsNames = /\/(?:properties|patternProperties|\$defs|schemas|dependentSchemas)$/.test(pointer)
    for (const [name, child] of Object.entries(value)) {
      const isAnchor = name === '$anchor' || name === '$dynamicAnchor'
      if (isAnchor && typeof child === 'string' && !anchors.has(child)) anchors.set(child, pointer)
      if (holdsNames || !DATA.has(name)) waiting.push({ value: child, pointer: appendToken(pointer, name) })
    }
  }
  return anchors
}
