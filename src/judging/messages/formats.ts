import { fullFormats } from 'ajv-formats/dist/formats.js'

/**
 * ajv-formats also takes a space for the T, and offsets without a colon. RFC 3339 (5.6) leaves those to the
 * application, and JSON Schema does not.
 */
const FORMS: { readonly [format: string]: RegExp } = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt].*(?:[Zz]|[+-]\d\d:\d\d)$/,
  time: /(?:[Zz]|[+-]\d\d:\d\d)$/,
}

/** Formats that are asserted more strictly than ajv-formats does. */
export const STRICTER_FORMATS: readonly string[] = Object.keys(FORMS)

/** Whether a text is of a format as it is asserted here; one that is not known forbids nothing. */
export function isOfFormat(format: string, text: string): boolean {
  const form = Object.hasOwn(FORMS, format) ? FORMS[format] : undefined
  if (form && !form.test(text)) return false
  const definition = Object.hasOwn(fullFormats, format) ? fullFormats[format as keyof typeof fullFormats] : true
  const test = typeof definition === 'object' && 'validate' in definition ? definition.validate : definition
  if (test instanceof RegExp) return test.test(text)
  if (typeof test !== 'function') return true
  return test(text as never) === true
}
