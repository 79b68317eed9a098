import { appendToken, equal, isArray, isObject, type Json, type Pointer, property } from '../../json/index.ts'
import type { JudgedRequest } from './judgement.ts'

/** A place in which two requests say different things. */
export interface Difference {
  /** `in.name` of a parameter, `body`, or `media type` for bodies of two media types. */
  readonly place: string
  /** Within the place. */
  readonly pointer: Pointer
}

type Decoded = Pick<JudgedRequest, 'parameters' | 'body' | 'mediaType'>

/** Where two requests of one operation differ, as the wire shows them: none if they say the same. */
export function differencesOf(a: Decoded, b: Decoded): Difference[] {
  const keys = new Set([...a.parameters.keys(), ...b.parameters.keys()])
  const differences: Difference[] = [...keys].flatMap((place) =>
    pointersOf(a.parameters.get(place), b.parameters.get(place), '').map((pointer) => ({ place, pointer })),
  )
  for (const pointer of pointersOf(a.body, b.body, '')) differences.push({ place: 'body', pointer })
  const isOther = a.body !== undefined && b.body !== undefined && a.mediaType !== b.mediaType
  if (isOther) differences.push({ place: 'media type', pointer: '' })
  return differences
}

const isSame = (a: Json | undefined, b: Json | undefined): boolean =>
  a === b || (a !== undefined && b !== undefined && equal(a, b))

/** Pointers of the smallest parts that differ. Lists of different lengths differ as a whole. */
function pointersOf(a: Json | undefined, b: Json | undefined, pointer: Pointer): Pointer[] {
  if (isSame(a, b)) return []
  if (isObject(a) && isObject(b)) {
    const names = new Set([...Object.keys(a), ...Object.keys(b)])
    return [...names].flatMap((name) => pointersOf(property(a, name), property(b, name), appendToken(pointer, name)))
  }
  if (isArray(a) && isArray(b) && a.length === b.length)
    return a.flatMap((item, index) => pointersOf(item, b[index], appendToken(pointer, index)))
  return [pointer]
}
