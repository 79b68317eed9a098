import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  formatPointer,
  isArray,
  isObject,
  type Json,
  type JsonObject,
  parsePointer,
  valueAt,
} from '../../../src/json/index.ts'

const file = new URL('../../../specs/start-sync-workflow-execution.yaml', import.meta.url)
const document: JsonObject = parse(readFileSync(file, 'utf8'))

const PATH = '/v2/{project_id}/fgs/workflows/{workflow_id}/sync-executions'
const OPERATION = formatPointer(['paths', PATH, 'post'])
const REQUEST = `${OPERATION}/requestBody/content/application~1json`
const response = (status: string) => `${OPERATION}/responses/${status}/content/application~1json`
const OK = response('200')

/** The value at a pointer of the document. On the way a local `$ref` is followed; what stands beside it is kept. */
function at(pointer: string): Json {
  return parsePointer(pointer).reduce<Json>((parent, token) => {
    const value = valueAt(parent, formatPointer([token]))
    if (value === undefined) throw new Error(`The contract has no ${token} on the way to ${pointer}`)
    if (!isObject(value) || typeof value.$ref !== 'string') return value
    const { $ref, ...siblings } = value
    return { ...objectAt($ref.slice(1)), ...siblings }
  }, document)
}

function objectAt(pointer: string): JsonObject {
  const value = at(pointer)
  if (!isObject(value)) throw new Error(`${pointer} is no object`)
  return value
}

/** What a schema demands of a value itself: neither words about it, nor what it demands of the value's parts. */
function demands(pointer: string): JsonObject {
  const { description: _, required: __, properties: ___, items: ____, ...keywords } = objectAt(pointer)
  return keywords
}

const ajv = formats.default(new Ajv2020({ strict: false, allErrors: true }))
ajv.addSchema(document, 'contract')
const compile = (pointer: string) => ajv.compile({ $ref: `contract#${encodeURI(pointer)}` })

/** The keywords of the schema at a pointer that a value breaks. */
function issues(pointer: string, value: Json): string[] {
  const validate = compile(pointer)
  return validate(value) ? [] : (validate.errors ?? []).map(({ keyword }) => keyword)
}

/** The names and demands of the properties of an object schema. */
const propertiesAt = (pointer: string) =>
  Object.fromEntries(
    Object.keys(objectAt(`${pointer}/properties`)).map((name) => [name, demands(`${pointer}/properties/${name}`)]),
  )

const listAt = (pointer: string): readonly Json[] => {
  const value = at(pointer)
  if (!isArray(value)) throw new Error(`${pointer} is no list`)
  return value
}

const text = (minLength: number, maxLength: number): JsonObject => ({ type: 'string', minLength, maxLength })
const TIME: JsonObject = parse(
  '{ type: string, minLength: 0, maxLength: 64, if: { minLength: 1 }, then: { format: date-time } }',
)

describe('the operation', () => {
  it('is the one of the page, and the only one', () => {
    expect(Object.keys(objectAt('/paths'))).toEqual([PATH])
    expect(Object.keys(objectAt(formatPointer(['paths', PATH])))).toEqual(['post'])
    expect(at(`${OPERATION}/operationId`)).toBe('startSyncWorkflowExecution')
    expect(at('/servers/0/url')).toBe('https://functiongraph.{region}.myhuaweicloud.com')
    expect(at('/servers/0/variables/region/default')).toBe('cn-north-4')
  })

  it('documents four statuses, in the words of the page', () => {
    const responses = Object.keys(objectAt(`${OPERATION}/responses`))
    expect(responses.map((status) => [status, at(`${OPERATION}/responses/${status}/description`)])).toEqual([
      ['200', 'Success'],
      ['400', 'Bad Request'],
      ['404', 'Bad Request (sic)'],
      ['500', 'Internal Server Error'],
    ])
  })

  it('takes a token or a signature', () => {
    expect(at(`${OPERATION}/security`)).toEqual([{ token: [] }, { signature: [] }])
    const schemes = '/components/securitySchemes'
    expect(objectAt(`${schemes}/token`)).toMatchObject({ type: 'apiKey', in: 'header', name: 'X-Auth-Token' })
    expect(objectAt(`${schemes}/signature`)).toMatchObject({ type: 'apiKey', in: 'header', name: 'Authorization' })
  })

  it('knows the answers of the platform in front of it', () => {
    const answers = listAt(`${OPERATION}/x-platform-answers`).filter(isObject)
    expect(answers.map(({ status, code }) => [status, code])).toEqual([
      [401, 'APIG.0301'],
      [401, 'APIG.1002'],
      [403, 'APIG.0302'],
      [403, 'APIG.1005'],
      [404, 'APIG.0101'],
      [413, ''],
      [414, ''],
      [429, 'APIG.0308'],
      [494, ''],
      [502, 'APIG.0201'],
      [504, 'APIG.0201'],
    ])
    for (const { meaning } of answers) expect(meaning).toMatch(/^[a-z].*[^.]$/)
  })
})

describe('what the vendor documents', () => {
  it.each([
    { index: 0, name: 'project_id', keywords: text(1, 64) },
    { index: 1, name: 'workflow_id', keywords: text(1, 512) },
  ])('path parameter $name', ({ index, name, keywords }) => {
    const pointer = `${OPERATION}/parameters/${index}`
    expect(objectAt(pointer)).toMatchObject({ name, in: 'path', required: true })
    expect(demands(`${pointer}/schema`)).toEqual(keywords)
    expect(listAt(`${OPERATION}/parameters`)).toHaveLength(2)
  })

  const error = { error_code: text(1, 36), error_msg: text(2, 512) }

  it.each([
    {
      what: 'the request body',
      pointer: `${REQUEST}/schema`,
      properties: { headers: { type: 'object' }, input: { type: 'object' } },
      required: ['input'],
    },
    {
      what: 'response 200',
      pointer: `${OK}/schema`,
      properties: {
        execution_id: text(1, 64),
        status: { ...text(1, 64), enum: ['success', 'fail', 'timeout'] },
        output: { type: 'object' },
        errors: { type: 'array', minItems: 0, maxItems: 200 },
        begin_time: TIME,
        end_time: TIME,
      },
    },
    {
      what: 'SyncExecutionNodeErrorDetail',
      pointer: `${OK}/schema/properties/errors/items`,
      properties: {
        node_id: text(1, 64),
        error_message: text(1, 2048),
        begin_time: TIME,
        end_time: TIME,
      },
    },
    { what: 'response 400', pointer: `${response('400')}/schema`, properties: error },
    { what: 'response 404', pointer: `${response('404')}/schema`, properties: error },
    { what: 'response 500', pointer: `${response('500')}/schema`, properties: error },
  ])('$what', ({ pointer, properties, required }) => {
    expect(demands(pointer)).toEqual({ type: 'object' })
    expect(objectAt(pointer).required).toEqual(required)
    expect(propertiesAt(pointer)).toEqual(properties)
  })

  it('needs a request body, and speaks JSON only', () => {
    expect(at(`${OPERATION}/requestBody/required`)).toBe(true)
    const contents = ['requestBody', ...['200', '400', '404', '500'].map((status) => `responses/${status}`)]
    for (const content of contents)
      expect(Object.keys(objectAt(`${OPERATION}/${content}/content`))).toEqual(['application/json'])
  })

  it('names the item of `errors` as the page does', () => {
    expect(valueAt(document, `${OK}/schema/properties/errors/items`)).toEqual({
      $ref: '#/components/schemas/SyncExecutionNodeErrorDetail',
    })
  })
})

describe('examples', () => {
  const contents = [REQUEST, ...['200', '400', '404', '500'].map(response)]
  const places = [...[0, 1].map((index) => `${OPERATION}/parameters/${index}`), ...contents].flatMap((owner) => {
    const names = Object.keys(objectAt(owner))
    if (names.includes('example')) return [{ owner, example: `${owner}/example` }]
    return Object.keys(objectAt(`${owner}/examples`)).map((name) => ({
      owner,
      example: `${owner}/examples/${name}/value`,
    }))
  })

  it.each(places)('$example is valid', ({ owner, example }) => {
    expect(issues(`${owner}/schema`, at(example))).toEqual([])
  })

  it("are these, the plain one first and the page's last", () => {
    expect(Object.keys(objectAt(`${REQUEST}/examples`))).toEqual(['page', 'mapping'])
    expect(Object.keys(objectAt(`${OK}/examples`))).toEqual(['success', 'fail', 'timeout', 'page'])
    expect(places).toHaveLength(2 + 2 + 4 + 3)
  })

  it('carry those of the page, verbatim', () => {
    expect(at(`${REQUEST}/examples/page/value`)).toEqual({
      headers: { tenantId: 'user1' },
      input: { arg1: 'argument_1', arg2: 'argument_2' },
    })
    const times = { begin_time: '2021-01-01T00:00:00Z', end_time: '2021-01-01T00:00:00Z' }
    expect(at(`${OK}/examples/page/value`)).toEqual({
      execution_id: '48aff955-ea10-4ffd-b426-190bc192dc14',
      status: 'success',
      output: { result: 200, message: 'success' },
      errors: [{ node_id: '48aff955-ea10-4ffd-b426-190bc192dc14', error_message: 'Exception happened', ...times }],
      ...times,
    })
  })
})

describe('a time', () => {
  const keywords = (time: Json) => issues('/components/schemas/Time', time)

  it.each(['', '2021-01-01T00:00:00Z', '2024-02-29T23:59:59Z'])('%j conforms', (time) => {
    expect(keywords(time)).toEqual([])
  })

  it.each([
    ['2021-02-30T00:00:00Z', 'format'],
    ['2021-01-01', 'format'],
    [' ', 'format'],
    ['2'.repeat(65), 'maxLength'],
    [null, 'type'],
  ])('%j breaks %s', (time, keyword) => {
    expect(keywords(time)).toContain(keyword)
  })

  it('may have 64 characters and no more', () => {
    const ofLength = (length: number) => `2021-01-01T00:00:00.${'0'.repeat(length - 21)}Z`
    expect(keywords(ofLength(64))).toEqual([])
    expect(keywords(ofLength(65))).toEqual(['maxLength'])
  })
})

describe('what the response leaves open', () => {
  it.each([
    ['nothing at all', {}],
    ['a property that nobody documented', { request_id: 'a', status: 'fail' }],
    ['an empty list of errors', { errors: [] }],
    ['any JSON as output', { output: { '': [null, { a: 1.5 }] } }],
  ])('%s conforms', (_, value) => {
    expect(issues(`${OK}/schema`, value)).toEqual([])
  })
})

describe('advisories', () => {
  const OUTPUT = '`output` has a value although `status` is not `success`.'
  const ERRORS = '`errors` has a value although `status` is not `fail`.'
  const TIMES = 'A time of the execution is not written as yyyy-MM-ddTHH:mm:ssZ.'
  const ERROR_TIMES = 'A time in `errors` is not written as yyyy-MM-ddTHH:mm:ssZ.'
  const ORDER = '`end_time` is earlier than `begin_time`.'

  const pointer = `${OPERATION}/responses/200/x-advisories`
  const advisories = listAt(pointer).filter(isObject)

  /** The messages of the advisories that a response breaks. */
  const broken = (value: JsonObject) =>
    advisories
      .filter(({ order }, index) =>
        isArray(order) ? runsBackwards(value, order) : issues(`${pointer}/${index}/schema`, value).length > 0,
      )
      .map(({ message }) => message)

  function runsBackwards(value: JsonObject, names: readonly Json[]): boolean {
    const times = names.map((name) => Date.parse(String(value[String(name)]))).filter((time) => !Number.isNaN(time))
    return times.some((time, index) => time < (times[index - 1] ?? time))
  }

  it('are these, each a schema that compiles or an order', () => {
    expect(advisories.map(({ message }) => message)).toEqual([OUTPUT, ERRORS, TIMES, ERROR_TIMES, ORDER])
    for (const [index, { order, schema }] of advisories.entries()) {
      if (order === undefined) expect(() => compile(`${pointer}/${index}/schema`)).not.toThrow()
      else expect({ order, schema }).toEqual({ order: ['begin_time', 'end_time'], schema: undefined })
    }
  })

  it.each([
    ['success', []],
    ['fail', []],
    ['timeout', []],
    ['page', [ERRORS]],
  ])('the example %s breaks %j', (name, messages) => {
    expect(broken(objectAt(`${OK}/examples/${name}/value`))).toEqual(messages)
  })

  const error = { node_id: 'a', error_message: 'b' }
  const early = '2021-01-01T00:00:00Z'
  const late = '2021-01-01T00:00:01Z'

  it.each<[string, JsonObject]>([
    [OUTPUT, { status: 'fail', output: { a: 1 } }],
    [OUTPUT, { status: 'timeout', output: { a: 1 } }],
    [ERRORS, { status: 'success', errors: [error] }],
    [ERRORS, { status: 'timeout', errors: [error] }],
    [TIMES, { begin_time: '2021-01-01T00:00:00.5Z' }],
    [TIMES, { end_time: '2021-01-01T08:00:00+08:00' }],
    [TIMES, { end_time: '2021-01-01t00:00:00z' }],
    [ERROR_TIMES, { errors: [error, { begin_time: '2021-01-01T00:00:00.5Z' }] }],
    [ERROR_TIMES, { errors: [{ end_time: '2021-01-01T00:00:00+00:00' }] }],
    [ORDER, { begin_time: late, end_time: early }],
  ])('%s %j', (message, value) => {
    expect(issues(`${OK}/schema`, value)).toEqual([])
    expect(broken(value)).toEqual([message])
  })

  it.each<[string, JsonObject]>([
    ['no property', {}],
    ['no status', { output: { a: 1 }, errors: [error] }],
    ['an output that is empty', { status: 'fail', output: {} }],
    ['errors that are empty', { status: 'success', errors: [] }],
    ['times that are empty', { begin_time: '', end_time: '', errors: [{ begin_time: '', end_time: '' }] }],
    ['an end that is empty', { begin_time: late, end_time: '' }],
    ['an end at once', { begin_time: early, end_time: early }],
    [
      'what the schema refuses already',
      { status: 'done', output: { a: 1 }, errors: [error], begin_time: 'now', end_time: null },
    ],
  ])('%s breaks none', (_, value) => {
    expect(broken(value)).toEqual([])
  })
})
