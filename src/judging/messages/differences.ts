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
export const differencesOf = (a: Decoded, b: Decoded): Difference[] => [...differing(a, b)]

/** Whether two requests of one operation say the same or, if they do not, each difference passes a test. */
export function differsOnlyWhere(a: Decoded, b: Decoded, test: (difference: Difference) => boolean): boolean {
  for (const difference of differing(a, b)) if (!test(difference)) return false
  return true
}

/** Whether two requests of one operation say the same, as the wire shows them. */
export const saysSame = (a: Decoded, b: Decoded): boolean => differsOnlyWhere(a, b, () => false)

/** One by one: a run holds each refusal against all that was accepted, and mostly the first difference is enough. */
function* differing(a: Decoded, b: Decoded): Generator<Difference> {
  for (const place of new Set([...a.parameters.keys(), ...b.parameters.keys()]))
    for (const pointer of pointersOf(a.parameters.get(place), b.parameters.get(place), '')) yield { place, pointer }
  for (const pointer of pointersOf(a.body, b.body, '')) yield { place: 'body', pointer }
  const isOther = a.body !== undefined && b.body !== undefined && a.mediaType !== b.mediaType
  if (isOther) yield { place: 'media type', pointer: '' }
}

/** Pointers of the smallest parts that differ. Lists of different lengths differ as a whole. */
function* pointersOf(a: Json | undefined, b: Json | undefined, pointer: Pointer): Generator<Pointer> {
  if (a === b) return
  if (isObject(a) && isObject(b)) {
    for (const name of new Set([...Object.keys(a), ...Object.keys(b)]))
      yield* pointersOf(property(a, name), property(b, name), appendToken(pointer, name))
  } else if (isArray(a) && isArray(b) && a.length === b.length) {
    for (const [index, item] of a.entries()) yield* pointersOf(item, b[index], appendToken(pointer, index))
  } else if (a === undefined || b === undefined || !equal(a, b)) yield pointer
}
