import { isInteger, isNear, isNumber, type Json, type JsonNumber } from '../../json/index.ts'

interface Range {
  readonly least: JsonNumber
  readonly greatest: JsonNumber
}

/** The formats of integers (OpenAPI 3.0.3, Data Types, and the registry of 3.1): signed, of so many bits. */
const RANGES: { readonly [format: string]: Range } = {
  int32: { least: -(2 ** 31), greatest: 2 ** 31 - 1 },
  int64: { least: -(2n ** 63n), greatest: 2n ** 63n - 1n },
}

/** The integers of a format; undefined for a format of other values. */
export const integerRange = (format: Json): Range | undefined =>
  typeof format === 'string' && Object.hasOwn(RANGES, format) ? RANGES[format] : undefined

/** Whether a value is an integer in a range; values that are no numbers are (JSON Schema 2020-12 validation, 7.1). */
export const isInRange = ({ least, greatest }: Range, value: Json): boolean =>
  !isNumber(value) ||
  (isInteger(value) && (isNear(value, least) || value >= least) && (isNear(value, greatest) || value <= greatest))
