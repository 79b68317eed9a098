import schema from '@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json' with { type: 'json' }
import Ajv from 'ajv-draft-04'
import addFormats from 'ajv-formats'

// Its authors left properties without a type, and wrote a pattern that is none under the flag u.
const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false })
addFormats.default(ajv, ['uri', 'uri-reference', 'date-time'])
// Ajv compares every pair of items: 10,000 take it half a minute. Our objects have their names in one order.
ajv.removeKeyword('uniqueItems').addKeyword({
  keyword: 'uniqueItems',
  type: 'array',
  validate: (isWanted: boolean, items: readonly unknown[]) =>
    !isWanted || new Set(items.map((item) => JSON.stringify(item))).size === items.length,
})
const validate = ajv.compile(schema)

/** The places at which a document breaks the schema of SARIF 2.1.0; empty if it keeps it. */
export function validateSarif(document: unknown): string[] {
  validate(document)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
