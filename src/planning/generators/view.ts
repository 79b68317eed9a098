import {
  greater,
  isMultiple,
  type Json,
  type JsonNumber,
  lesser,
  multipleFrom,
  multipleUpTo,
  negated,
  plus,
  typeOf,
} from '../../json/index.ts'
import { allowsNames, type Shape } from './shape.ts'

export const allows = ({ types, integral }: Shape, value: Json): boolean => {
  const type = typeOf(value)
  return (
    types.includes(type) ||
    (type === 'integer' && types.includes('number')) ||
    (type === 'number' && !integral && types.includes('number'))
  )
}

/** Whether an object may hold any properties at all. */
export const isFreeForm = (shape: Shape): boolean =>
  shape.types.includes('object') && isOpen(shape) && shape.members === undefined && shape.maxProperties > 40

/** Whether properties of any name and value may be added. */
export const isOpen = (shape: Shape): boolean =>
  allowsNames(shape) &&
  shape.names.length === 0 &&
  shape.unevaluatedProperties === undefined &&
  shape.objects.every(({ additional }) => additional === undefined || additional.schema === true)

/** The least and the greatest number that fit, and what they are multiples of: integers exactly, fractions as far as doubles tell. */
export function numberBounds(shape: Shape): { min: JsonNumber; max: JsonNumber; step: JsonNumber | undefined } {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, steps, integral } = shape
  const [multiple] = steps
  // Every integer is a multiple of 0.5.
  const step = integral && (multiple === undefined || isMultiple(1, multiple)) ? 1 : multiple
  if (step === undefined) {
    // A value that keeps this distance from an exclusive bound is within the other bound too, if any value is.
    const room = Number(lesser(maximum, exclusiveMaximum)) - Number(greater(minimum, exclusiveMinimum))
    const within = Math.min(1, room / 4)
    const min = greater(minimum, plus(exclusiveMinimum, within))
    return { min, max: lesser(maximum, plus(exclusiveMaximum, -within)), step }
  }
  const min =
    exclusiveMinimum > Number.NEGATIVE_INFINITY && exclusiveMinimum >= minimum
      ? plus(multipleUpTo(exclusiveMinimum, step), step)
      : multipleFrom(minimum, step)
  const max =
    exclusiveMaximum < Number.POSITIVE_INFINITY && exclusiveMaximum <= maximum
      ? plus(multipleFrom(exclusiveMaximum, step), negated(step))
      : multipleUpTo(maximum, step)
  return { min, max, step }
}
