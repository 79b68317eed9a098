import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import schema from '../../../specs/report.schema.json' with { type: 'json' }
import { isArray, isObject, type Json, type Pointer, valueAt, withValueAt } from '../../../src/json/index.ts'
import { createJsonReporter } from '../../../src/report/reporters/json-reporter.ts'
import {
  CHECK_NAMES,
  type ConstraintState,
  type FindingDocument,
  type LedgerRow,
  ownCheckName,
  type ReportDocument,
  type RequestDocument,
  type ResponseDocument,
  type Severity,
  type SubjectDocument,
  type Verdict,
  type WitnessDocument,
} from '../../../src/report/results/index.ts'
import { validateReport } from '../../support/report-schema.ts'
import { failReport, render } from '../../support/reports.ts'

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type Names<T> = T extends unknown ? keyof T : never
const { properties, $defs } = schema

/** A name that only the types or only the schema knows is a compile error here. */
const names: {
  readonly report: Same<keyof typeof properties, keyof ReportDocument>
  readonly tool: Same<keyof typeof properties.tool.properties, keyof ReportDocument['tool']>
  readonly contract: Same<keyof typeof properties.contract.properties, keyof ReportDocument['contract']>
  readonly plan: Same<keyof typeof properties.plan.properties, keyof ReportDocument['plan']>
  readonly summary: Same<keyof typeof $defs.summary.properties, keyof ReportDocument['summary']>
  readonly found: Same<
    keyof typeof $defs.summary.properties.findings.properties,
    keyof ReportDocument['summary']['findings']
  >
  readonly proved: Same<keyof typeof $defs.summary.properties.constraints.properties, ConstraintState>
  readonly finding: Same<keyof typeof $defs.finding.properties, Names<FindingDocument>>
  readonly witness: Same<keyof typeof $defs.witness.properties, keyof WitnessDocument>
  readonly replay: Same<keyof typeof $defs.witness.properties.replay.properties, keyof WitnessDocument['replay']>
  readonly request: Same<keyof typeof $defs.request.properties, Names<RequestDocument>>
  readonly response: Same<keyof typeof $defs.response.properties, Names<ResponseDocument>>
  readonly fault: Same<
    keyof typeof $defs.fault.properties,
    keyof Exclude<WitnessDocument['response'], ResponseDocument>
  >
  readonly constraint: Same<keyof typeof $defs.constraint.properties, keyof LedgerRow>
  readonly source: Same<keyof typeof $defs.constraint.properties.source.properties, keyof LedgerRow['source']>
  readonly note: Same<keyof typeof properties.notes.items.properties, keyof ReportDocument['notes'][number]>
} = {
  report: true,
  tool: true,
  contract: true,
  plan: true,
  summary: true,
  found: true,
  proved: true,
  finding: true,
  witness: true,
  replay: true,
  request: true,
  response: true,
  fault: true,
  constraint: true,
  source: true,
  note: true,
}

const severities: Readonly<Record<Severity, true>> = { error: true, advisory: true }
const verdicts: Readonly<Record<Verdict, true>> = { pass: true, fail: true, inconclusive: true }
const states: Readonly<Record<ConstraintState, true>> = { held: true, broken: true, untested: true, implied: true }
const parties: Readonly<Record<LedgerRow['party'], true>> = { client: true, deployment: true }

describe('types and schema', () => {
  test('know the same names', () => {
    expect(Object.values(names).every(Boolean)).toBe(true)
  })

  test.each([
    ['severity', severities, $defs.finding.properties.severity.enum],
    ['verdict', verdicts, $defs.summary.properties.verdict.enum],
    ['state', states, $defs.constraint.properties.state.enum],
    ['party', parties, $defs.constraint.properties.party.enum],
  ])('know the same values of %s', (_, type, values) => {
    expect(values).toEqual(Object.keys(type))
  })

  test('know the same checks', () => {
    const [listed, own] = $defs.check.anyOf
    expect(listed?.enum).toEqual(CHECK_NAMES)
    expect(ownCheckName('trace_id')).toMatch(new RegExp(own?.pattern ?? 'none'))
  })

  test('take a finding about one thing', () => {
    // @ts-expect-error two subjects
    const two: SubjectDocument = { constraint: 'a', case: 'b' }
    // @ts-expect-error no subject
    const none: SubjectDocument = {}
    expect([two, none]).toHaveLength(2)
  })

  test('the schema is a schema', () => {
    const ajv = new Ajv2020()
    expect(ajv.validateSchema(schema), ajv.errorsText()).toBe(true)
  })
})

/** Every sort of object once: both subjects, both answers, every name that may be missing. */
const whole: Json = JSON.parse(
  render(createJsonReporter(), { ...failReport(), summary: { ...failReport().summary, reason: 'a reason' } }),
)

/** Names that may be missing; a body only of a request. */
const OPTIONAL = /^\/summary\/reason$|^\/plan\/digest$|\/constraints\/\d+\/(?:reason|source\/line)$|\/request\/body$/

interface Place {
  readonly pointer: Pointer
  readonly value: Json
}

/** Every place of a document but those within a constraint's value; of an array the first two and the last three items. */
function places(value: Json, pointer: Pointer = ''): Place[] {
  const here = { pointer, value }
  if (/^\/constraints\/\d+\/value$/.test(pointer)) return [here]
  if (isArray(value)) {
    const items = [...value.keys()].filter((index) => index < 2 || index >= value.length - 3)
    return [here, ...items.flatMap((index) => places(value[index] ?? null, `${pointer}/${index}`))]
  }
  if (!isObject(value)) return [here]
  return [here, ...Object.entries(value).flatMap(([name, child]) => places(child, `${pointer}/${name}`))]
}

const all = places(whole)
const isProperty = ({ pointer }: Place): boolean => /\/[a-zA-Z][^/]*$/.test(pointer)

describe('mutations', () => {
  test('there is something to mutate', () => {
    expect(validateReport(whole)).toEqual([])
    expect(all.length).toBeGreaterThan(200)
  })

  const required = all.filter((place) => isProperty(place) && !OPTIONAL.test(place.pointer))
  test.each(required.map(({ pointer }) => pointer))('without %s it is invalid', (pointer) => {
    expect(validateReport(withValueAt(whole, pointer, undefined))).not.toEqual([])
  })

  const optional = all.filter(({ pointer }) => OPTIONAL.test(pointer))
  test.each(optional.map(({ pointer }) => pointer))('without %s it is valid', (pointer) => {
    expect(validateReport(withValueAt(whole, pointer, undefined))).toEqual([])
  })

  const closed = all.filter(({ pointer, value }) => isObject(value) && !/^\/notes|\/value$/.test(pointer))
  test.each(closed.map(({ pointer }) => pointer))('with a further name in %j it is invalid', (pointer) => {
    expect(validateReport(withValueAt(whole, `${pointer}/further`, 'name'))).not.toEqual([])
  })

  const typed = all.filter(({ pointer }) => !pointer.endsWith('/value'))
  test.each(typed.map(({ pointer }) => pointer))('with null at %j it is invalid', (pointer) => {
    expect(valueAt(whole, pointer)).toBeDefined()
    expect(validateReport(withValueAt(whole, pointer, null))).not.toEqual([])
  })

  test.each([
    ['another version', '/version', 2],
    ['an unknown verdict', '/summary/verdict', 'green'],
    ['an unknown check', '/findings/0/check', 'other'],
    ['an unknown severity', '/findings/0/severity', 'warning'],
    ['an unknown state', '/constraints/0/state', 'open'],
    ['an unknown party', '/constraints/0/party', 'server'],
    ['two subjects', '/findings/0/case', 'a case'],
    ['two request bodies', '/findings/0/witness/request/bodyBase64', 'AA=='],
    ['two response bodies', '/findings/0/witness/response/bodyBase64', 'AA=='],
    ['an answer that is also a fault', '/findings/0/witness/response/fault', 'none'],
    ['headers as an object', '/findings/0/witness/request/headers', { accept: '*/*' }],
    ['a header without value', '/findings/0/witness/request/headers/0', ['accept']],
    ['a header of three', '/findings/0/witness/request/headers/0', ['accept', 'a', 'b']],
    ['half a request', '/summary/requests', 1.5],
    ['fewer than no executions', '/summary/executions', -1],
    ['a finding that never occurred', '/findings/0/occurrences', 0],
    ['line 0', '/constraints/0/source/line', 0],
  ])('%s is invalid', (_, pointer, value) => {
    expect(validateReport(withValueAt(whole, pointer, value))).not.toEqual([])
  })

  test('a body of other than base64 is invalid', () => {
    const response = { status: 200, headers: [] }
    const place = '/findings/0/witness/response'
    expect(validateReport(withValueAt(whole, place, { ...response, bodyBase64: '/w==' }))).toEqual([])
    expect(validateReport(withValueAt(whole, place, { ...response, bodyBase64: 'no base64' }))).not.toEqual([])
  })

  test('a note may say more', () => {
    expect(validateReport(withValueAt(whole, '/notes/0/case', 'a case'))).toEqual([])
  })
})
