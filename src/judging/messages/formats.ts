import { fullFormats } from 'ajv-formats/dist/formats.js'
import { integerRange, isInRange } from '../../contract/constraints/index.ts'
import type { TextFormats } from '../../contract/model/index.ts'
import type { Json } from '../../json/index.ts'
import { GRAMMARS } from './grammars.ts'

/**
 * ajv-formats also takes a space for the T, and offsets without a colon. RFC 3339 (5.6) leaves those to the
 * application, and JSON Schema does not.
 */
const FORMS: { readonly [format: string]: RegExp } = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt].*(?:[Zz]|[+-]\d\d:\d\d)$/,
  time: /(?:[Zz]|[+-]\d\d:\d\d)$/,
}

/**
 * Whether a value is of a format as it is asserted here. Each format is of one type of values and asks nothing of others
 * (JSON Schema 2020-12 validation, 7.1); one that is not known forbids nothing. `own` are formats that the user defines: they
 * take the place of others.
 */
export function isOfFormat(format: string, value: Json, own?: TextFormats): boolean {
  const ownFormat = own?.get(format)
  if (ownFormat) return typeof value !== 'string' || ownFormat.is(value)
  const range = integerRange(format)
  if (range) return isInRange(range, value)
  return typeof value !== 'string' || isText(format, value)
}

function isText(format: string, text: string): boolean {
  const grammar = Object.hasOwn(GRAMMARS, format) ? GRAMMARS[format] : undefined
  if (grammar) return grammar(text)
  const form = Object.hasOwn(FORMS, format) ? FORMS[format] : undefined
  if (form && !form.test(text)) return false
  const definition = Object.hasOwn(fullFormats, format) ? fullFormats[format as keyof typeof fullFormats] : true
  const test = typeof definition === 'object' && 'validate' in definition ? definition.validate : definition
  if (test instanceof RegExp) return test.test(text)
  if (typeof test !== 'function') return true
  // It reads the fraction of a second as a double, which makes 60 of fifteen nines.
  const whole = form ? text.replace(/(:\d\d)\.\d+/, '$1') : text
  return test(whole as never) === true
}
