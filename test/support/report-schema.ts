import { Ajv2020 } from 'ajv/dist/2020.js'
import schema from '../../specs/report.schema.json' with { type: 'json' }

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema)

/** The places at which a document breaks the published schema of the JSON report; empty if it keeps it. */
export function validateReport(document: unknown): string[] {
  validate(document)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
