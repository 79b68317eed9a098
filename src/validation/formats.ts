import { fullFormats } from 'ajv-formats/dist/formats.js'

/** Whether a text is of a format as it is asserted here; one that is not known forbids nothing. */
export function isOfFormat(format: string, text: string): boolean {
  const known = Object.hasOwn(fullFormats, format) ? fullFormats[format as keyof typeof fullFormats] : true
  const test = typeof known === 'object' && 'validate' in known ? known.validate : known
  // ajv-formats takes a space for the T, which RFC 3339 (5.6) leaves to the application and OpenAPI does not.
  if (format === 'date-time' && !/^\d{4}-\d\d-\d\d[Tt]/.test(text)) return false
  if (test instanceof RegExp) return test.test(text)
  if (typeof test !== 'function') return true
  return test(text as never) === true
}
