import { type Json, typeOf } from '../../json/index.ts'
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

/** The least and the greatest number that fit, as far as doubles tell, and what they are multiples of. */
export function numberBounds(shape: Shape): { min: number; max: number; step: number | undefined } {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, steps, integral } = shape
  const [multiple] = steps
  // Every integer is a multiple of 0.5.
  const step = integral && (multiple === undefined || Number.isInteger(1 / multiple)) ? 1 : multiple
  // A value that keeps this distance from an exclusive bound is within the other bound too, if any value is.
  const within = step ?? Math.min(1, (Math.min(maximum, exclusiveMaximum) - Math.max(minimum, exclusiveMinimum)) / 4)
  const low = Math.max(minimum, exclusiveMinimum + within)
  const high = Math.min(maximum, exclusiveMaximum - within)
  if (step === undefined) return { min: low, max: high, step }
  // Without a bound there is nothing to round.
  const up =
    Number.isFinite(exclusiveMinimum) && exclusiveMinimum >= minimum
      ? (Math.floor(exclusiveMinimum / step) + 1) * step
      : Math.ceil(minimum / step) * step
  const down =
    Number.isFinite(exclusiveMaximum) && exclusiveMaximum <= maximum
      ? (Math.ceil(exclusiveMaximum / step) - 1) * step
      : Math.floor(maximum / step) * step
  return { min: up, max: down, step }
}
