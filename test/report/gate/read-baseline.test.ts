import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import schema from '../../../specs/baseline.schema.json' with { type: 'json' }
import { readBaseline } from '../../../src/report/gate/index.ts'
import { ADVISORY_CHECK_NAMES, BASELINE_CHECK_NAMES } from '../../../src/report/results/index.ts'

const ajv = new Ajv2020({ strict: true, strictRequired: false })
addFormats.default(ajv)
const validate = ajv.compile(schema)

const entry = {
  constraint: 'op request.body type',
  check: 'negative_data_rejection',
  class: 'accepted',
  reason: 'It will be mended.',
  expires: '2026-12-31',
}
const { constraint: _, ...rest } = entry
const notReached = { operation: 'op', reason: 'No account.', expires: '2026-12-31' }
const baselineOf = (entry: object): object => ({ version: 1, findings: [entry] })

it('has a schema that lists the checks that can fail a deployment', () => {
  expect(schema.$defs.entry.properties.check.anyOf[0]?.enum).toEqual(BASELINE_CHECK_NAMES)
})

describe('a baseline', () => {
  it.each<[name: string, document: object]>([
    ['without entries', { version: 1, findings: [] }],
    ['with its schema', { $schema: './baseline.schema.json', version: 1, findings: [] }],
    ['of a constraint', baselineOf(entry)],
    ['of a check of one’s own', baselineOf({ ...entry, check: 'own.trace_id', class: 'failed' })],
    ['of a case', baselineOf({ ...rest, operation: 'op', case: 'first request' })],
    ['with a day of a leap year', baselineOf({ ...entry, expires: '2028-02-29' })],
    ['of an operation that is not reached', { version: 1, findings: [], unreached: [notReached] }],
    ['of two classes', { version: 1, findings: [entry, { ...entry, class: 'other' }] }],
  ])('%s is read, and fits its schema', (_, document) => {
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true)
    const { file, findings } = readBaseline(JSON.stringify(document), 'a.json')
    expect({ file, findings }).toEqual({ file: 'a.json', findings: 'findings' in document && document.findings })
  })

  it.each<[name: string, document: unknown, message: string]>([
    ['that is a list', [], ' is no object'],
    ['of another version', { version: 2, findings: [] }, '/version is not 1'],
    ['of no version', { findings: [] }, '/version is missing'],
    ['without findings', { version: 1 }, '/findings is missing'],
    ['with more', { version: 1, findings: [], more: 1 }, ' has an unknown "more"'],
    ['with a prototype', JSON.parse('{"version":1,"findings":[],"__proto__":{}}'), ' has an unknown "__proto__"'],
    ['of a text', baselineOf(['x']), '/findings/0 is no object'],
    ['with a misspelt name', baselineOf({ ...entry, expire: '2026-12-31' }), '/findings/0 has an unknown "expire"'],
    ['without a check', baselineOf({ ...entry, check: undefined }), '/findings/0/check is missing'],
    ['of no check', baselineOf({ ...entry, check: 'toString' }), '/findings/0/check is no check'],
    ['of a check of clients', baselineOf({ ...entry, check: 'complete_result' }), '/findings/0/check is no check of a'],
    ...ADVISORY_CHECK_NAMES.map((check): [name: string, document: unknown, message: string] => [
      `of ${check}, which fails nothing`,
      baselineOf({ ...entry, check }),
      '/findings/0/check is of what fails no run',
    ]),
    [
      'of what is not reached, without a reason',
      { version: 1, findings: [], unreached: [{ ...notReached, reason: '' }] },
      '/unreached/0/reason is empty',
    ],
    [
      'of what is not reached, without a day',
      { version: 1, findings: [], unreached: [{ ...notReached, expires: 'soon' }] },
      '/unreached/0/expires is no day',
    ],
    ['without a class', baselineOf({ ...entry, class: undefined }), '/findings/0/class is missing'],
    ['with a number', baselineOf({ ...entry, class: 1 }), '/findings/0/class is no string'],
    ['without a reason', baselineOf({ ...entry, reason: ' ' }), '/findings/0/reason is empty'],
    ['without a day', baselineOf({ ...entry, expires: '' }), '/findings/0/expires is empty'],
    ['with no day', baselineOf({ ...entry, expires: 'never' }), '/findings/0/expires is no day'],
    ['with a time', baselineOf({ ...entry, expires: '2026-12-31T00:00:00Z' }), '/findings/0/expires is no day'],
    ['with a day that there is not', baselineOf({ ...entry, expires: '2026-02-29' }), '/findings/0/expires is no day'],
    [
      'with a month that there is not',
      baselineOf({ ...entry, expires: '2026-13-01' }),
      '/findings/0/expires is no day',
    ],
    ['about nothing', baselineOf(rest), '/findings/0 has to have either constraint or case.'],
    ['about two things', baselineOf({ ...entry, operation: 'op', case: 'a' }), '/findings/0 has to have either'],
    ['of a case of nothing', baselineOf({ ...rest, case: 'a' }), '/findings/0 needs operation beside case'],
    ['of an operation', baselineOf({ ...entry, operation: 'op' }), '/findings/0 needs case beside operation'],
  ])('%s is refused, and by its schema', (_, document, message) => {
    expect(validate(document)).toBe(false)
    expect(() => readBaseline(JSON.stringify(document), 'a.json')).toThrow(`a.json#${message}`)
  })

  it('says the same thing once', () => {
    const twice = { version: 1, findings: [entry, { ...entry, reason: 'Again.' }] }
    expect(() => readBaseline(JSON.stringify(twice), 'a.json')).toThrow(
      'a.json#/findings/1 is about the same as /findings/0',
    )
  })

  it('names an operation once', () => {
    const twice = { version: 1, findings: [], unreached: [notReached, notReached] }
    expect(() => readBaseline(JSON.stringify(twice), 'a.json')).toThrow(
      'a.json#/unreached/1 is about the same as /unreached/0',
    )
    const draft = { version: 1, findings: [], unreached: [{ ...notReached, reason: '', expires: '' }] }
    expect(readBaseline(JSON.stringify(draft), 'a.json', { drafts: true }).unreached).toHaveLength(1)
  })

  it('may still be a draft where that is asked', () => {
    const draft = JSON.stringify(baselineOf({ ...entry, reason: '', expires: '' }))
    expect(readBaseline(draft, 'a.json', { drafts: true }).findings).toHaveLength(1)
    expect(() => readBaseline(draft, 'a.json')).toThrow('a.json#/findings/0/reason is empty')
    expect(() => readBaseline(draft.replace('"expires":""', '"expires":"soon"'), 'a.json', { drafts: true })).toThrow(
      'is no day',
    )
  })
})
