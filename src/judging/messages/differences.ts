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
  const differences: Difference[] = []
  differsOnlyWhere(a, b, (difference) => differences.push(difference) > 0)
  return differences
}

/**
 * Whether each difference of two requests of one operation passes a test. The first that does not ends it: a run holds
 * each refusal against all that was accepted.
 */
export function differsOnlyWhere(a: Decoded, b: Decoded, test: (difference: Difference) => boolean): boolean {
  for (const [place, value] of a.parameters) if (!placePasses(place, value, b.parameters.get(place), test)) return false
  for (const place of b.parameters.keys()) if (!a.parameters.has(place) && !test({ place, pointer: '' })) return false
  if (!placePasses('body', a.body, b.body, test)) return false
  const isOther = a.body !== undefined && b.body !== undefined && a.mediaType !== b.mediaType
  return !isOther || test({ place: 'media type', pointer: '' })
}

const placePasses = (
  place: string,
  a: Json | undefined,
  b: Json | undefined,
  test: (difference: Difference) => boolean,
): boolean => a === b || partsPass(a, b, undefined, (pointer) => test({ place, pointer }))

/** Whether two requests of one operation say the same, as the wire shows them. */
export const saysSame = (a: Decoded, b: Decoded): boolean => differsOnlyWhere(a, b, () => false)

/** The way to a part: its pointer is written only if the part differs. */
interface Way {
  readonly above: Way | undefined
  readonly token: string | number
}

const pointerOf = (way: Way | undefined): Pointer => (way ? appendToken(pointerOf(way.above), way.token) : '')

/** Whether the smallest parts that differ pass a test. Lists of different lengths differ as a whole. */
function partsPass(
  a: Json | undefined,
  b: Json | undefined,
  above: Way | undefined,
  test: (pointer: Pointer) => boolean,
): boolean {
  if (a === b) return true
  if (isObject(a) && isObject(b)) {
    for (const name of Object.keys(a))
      if (!partsPass(property(a, name), property(b, name), { above, token: name }, test)) return false
    for (const name of Object.keys(b))
      if (!Object.hasOwn(a, name) && !test(pointerOf({ above, token: name }))) return false
    return true
  }
  if (isArray(a) && isArray(b) && a.length === b.length)
    return a.every((item, index) => partsPass(item, b[index], { above, token: index }, test))
  return (a !== undefined && b !== undefined && equal(a, b)) || test(pointerOf(above))
}
