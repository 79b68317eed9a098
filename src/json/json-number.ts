/**
 * A number of JSON: a double or, for an integer that no double holds, a bigint. JavaScript prints 2 ** 63 as
 * 9223372036854776000, so that it is a bigint as well: a double holds only what it is printed as.
 */
export type JsonNumber = number | bigint

export const isNumber = (value: unknown): value is JsonNumber => typeof value === 'number' || typeof value === 'bigint'

/** More digits than these are no double any more (RFC 8259, 6): what they say is past its range. */
const MOST_DIGITS = 309
const LONG_INTEGER = new RegExp(`^-?[1-9]\\d{15,${MOST_DIGITS - 1}}(?:\\.0+)?$`)
/** The greatest integer of 64 bits, signed or not: what common parsers hold exactly, and no further. */
const GREATEST_COMMON = 2n ** 64n - 1n
const LEAST_COMMON = -(2n ** 63n)

/** An integer as JSON values hold it: a double if one holds it, and if none is near. */
export function integer(value: bigint): JsonNumber {
  const double = Number(value)
  if (Number.isSafeInteger(double) || !Number.isFinite(double)) return double
  const isHeld = BigInt(double) === value && (Math.abs(double) >= 1e21 || String(double) === String(value))
  return isHeld ? double : value
}

/** The number that a literal of JSON says. */
export const numberOf = (literal: string): JsonNumber =>
  LONG_INTEGER.test(literal) ? integer(BigInt(literal.replace(/\..*/, ''))) : Number(literal)

/** Whether common parsers hold an integer exactly: those of 64 bits, signed or not. */
export const isCommonInteger = (value: JsonNumber): boolean => value >= LEAST_COMMON && value <= GREATEST_COMMON

export const isInteger = (value: JsonNumber): boolean => typeof value === 'bigint' || Number.isInteger(value)

/** The sum, exactly if both are integers that common parsers hold, or that a double does not hold. */
export function plus(value: JsonNumber, other: JsonNumber): JsonNumber {
  const sum = Number(value) + Number(other)
  if (!isInteger(value) || !isInteger(other)) return sum
  if (typeof value === 'number' && Number.isSafeInteger(sum)) return sum
  const isExact = typeof value === 'bigint' || (isCommonInteger(value) && isCommonInteger(other))
  return isExact ? integer(BigInt(value) + BigInt(other)) : sum
}

/**
 * Whether a value may be an integer that no double holds, as far as can be told: a double that is printed as another
 * number than it is was read from an exponent, or made by JavaScript, of any integer that is near.
 */
export const isNear = (value: JsonNumber, exact: JsonNumber): boolean =>
  typeof value === 'number' &&
  typeof exact === 'bigint' &&
  Number(exact) === value &&
  typeof integer(BigInt(value)) === 'bigint'

export const greater = <N extends JsonNumber>(a: N, b: N): N => (b > a ? b : a)
export const lesser = <N extends JsonNumber>(a: N, b: N): N => (b < a ? b : a)

/** The opposite, which for the least integer of 64 bits no double holds. */
export const negated = (value: JsonNumber): JsonNumber => (typeof value === 'bigint' ? integer(-value) : 0 - value)

/** The greatest multiple of a step up to a bound; exact if both are integers that common parsers hold. */
export function multipleUpTo(bound: JsonNumber, step: JsonNumber): JsonNumber {
  const isExact = isInteger(bound) && isInteger(step) && (typeof bound === 'bigint' || isCommonInteger(bound))
  if (!isExact) return Math.floor(Number(bound) / Number(step)) * Number(step)
  const [amount, part] = [BigInt(bound), BigInt(step)]
  const rest = amount % part
  return integer(amount - (rest < 0n ? rest + part : rest))
}

/** The least multiple of a step from a bound on. */
export const multipleFrom = (bound: JsonNumber, step: JsonNumber): JsonNumber =>
  negated(multipleUpTo(negated(bound), step))

/**
 * Whether a number is a multiple of a step. Integers that a double does not hold are divided exactly; of doubles the
 * quotient is whole, except for what binary fractions cannot hold: 67.54 is a multiple of 0.01.
 */
export function isMultiple(value: JsonNumber, step: JsonNumber): boolean {
  if (typeof value === 'number' && typeof step === 'number') {
    const quotient = value / step
    return Math.abs(Math.round(quotient) - quotient) <= 1e-8
  }
  const [amount, part] = scaled(value, step)
  return amount % part === 0n
}

/** Both as integers, multiplied by the same power of ten: a double is the decimal that it is printed as. */
function scaled(value: JsonNumber, step: JsonNumber): [bigint, bigint] {
  const [digits, places] = decimalOf(value)
  const [stepDigits, stepPlaces] = decimalOf(step)
  const most = Math.max(places, stepPlaces)
  return [digits * 10n ** BigInt(most - places), stepDigits * 10n ** BigInt(most - stepPlaces)]
}

/** The digits of a number, and how many of them are behind the point. */
function decimalOf(value: JsonNumber): [digits: bigint, places: number] {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? []
  const digits = BigInt(`${sign}${whole}${fraction}`)
  const places = fraction.length - Number(exponent)
  return places < 0 ? [digits * 10n ** BigInt(-places), 0] : [digits, places]
}
