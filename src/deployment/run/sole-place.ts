import { isWithin, type Json, type Pointer, parentPointer, valueAt } from '../../json/index.ts'
import type { Difference, JudgedRequest } from '../../judging/messages/index.ts'

/** The one place in which a refused request differs from an accepted one. */
export interface Place {
  /** As differences name it: `in.name`, or `body`. */
  readonly place: string
  readonly pointer: Pointer
  /** What is there in the refused request; undefined if nothing is. */
  readonly value: Json | undefined
}

/** Where requests differ, if that is in one place: a parameter, or a part of the body that is not all of it. */
export function solePlace(
  [first, ...others]: readonly Difference[],
  { parameters, body }: JudgedRequest,
  isMap: boolean,
): Place | undefined {
  if (!first || others.some(({ place }) => place !== first.place)) return undefined
  const { place } = first
  const whole = place === 'body' ? body : parameters.get(place)
  const pointer = others.map((other) => other.pointer).reduce(commonPointer, first.pointer)
  // Several members of the whole body are several places.
  if (place === 'body' && pointer === '' && others.length > 0 && !isMap) return undefined
  const partOf = (part: Pointer): Json | undefined => (whole === undefined ? undefined : valueAt(whole, part))
  // To leave out several members is to leave out.
  const isLess = [first, ...others].every((difference) => partOf(difference.pointer) === undefined)
  return { place, pointer, value: isLess ? undefined : partOf(pointer) }
}

/** The innermost place that holds both. */
const commonPointer = (a: Pointer, b: Pointer): Pointer => (isWithin(b, a) ? a : commonPointer(parentPointer(a), b))

/** Without those that hold another: what is within is enough to tell a request by. */
export const innermost = (places: readonly Place[]): Place[] =>
  places.filter(
    (outer) =>
      !places.some(
        (other) =>
          other.place === outer.place && other.pointer !== outer.pointer && isWithin(other.pointer, outer.pointer),
      ),
  )
