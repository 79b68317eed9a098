import { describe, expect, it, test } from 'vitest'
import {
  adequacy,
  type OwnFormat,
  type OwnFormats,
  planVerification,
  verifyDeployment,
  withFormats,
} from '../../../src/entries/index.ts'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { isObject } from '../../../src/json/index.ts'
import { OperationJudge } from '../../../src/judging/messages/index.ts'
import { Mock } from '../../../src/mock/responder/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf, operationOf } from '../../support/contracts.ts'
import { inTurn, run } from '../../support/in-memory.ts'
import { requestOf, responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'

/** The last digit is the sum of the others. */
const checked = (digits: string): string =>
  digits + String([...digits].reduce((sum, digit) => sum + Number(digit), 0) % 10)

const article: OwnFormat = {
  is: (text) => /^\d{8}$/.test(text) && checked(text.slice(0, 7)) === text,
  arbitrary: (fc) => fc.stringMatching(/^\d{7}$/).map(checked),
}
const FORMATS: OwnFormats = { article }

const text = { type: 'string', format: 'article' }
const document = contractOf({
  openapi: '3.1.0',
  info: { title: 'Articles', version: '1' },
  paths: {
    '/articles': {
      post: {
        operationId: 'add',
        requestBody: {
          required: true,
          content: {
            'application/json': { schema: { type: 'object', required: ['number'], properties: { number: text } } },
          },
        },
        responses: {
          200: {
            description: '',
            content: {
              'application/json': { schema: { type: 'object', required: ['number'], properties: { number: text } } },
            },
          },
          400: { description: '' },
        },
      },
    },
  },
})
const contract = withFormats(document, FORMATS)
const respond = inTurn(contract)
const FORMAT = 'add request.body /number format'

const numberIn = ({ body }: HttpRequest): string => {
  try {
    const value: unknown = JSON.parse(Buffer.from(body ?? []).toString())
    return isObject(value) && typeof value.number === 'string' ? value.number : ''
  } catch {
    return ''
  }
}

/** Verifies the deployment that keeps the contract, with another answer where `patch` has one. */
const verify = async (
  patch: (request: HttpRequest, answer: HttpResponse) => HttpResponse | undefined = () => undefined,
): Promise<Report> => {
  const answering = (request: HttpRequest, index: number): HttpResponse => {
    const answer = respond(request, index)
    return patch(request, answer) ?? answer
  }
  const { report } = await run(answering, { contract, plan: createPlan(contract, plannedWith({ runs: 5 })) })
  return report
}
const stateOf = ({ constraints }: Report, id: string): string | undefined =>
  constraints.find((row) => row.id === id)?.state
const told = ({ findings }: Report): string[] => findings.map(({ id }) => id)

describe('a format of one’s own', () => {
  it('is held by who keeps it', async () => {
    const report = await verify()
    expect(told(report)).toEqual([])
    expect([FORMAT, 'add response.200 /number format'].map((id) => stateOf(report, id))).toEqual(['held', 'held'])
  })

  it('is broken by who takes a number whose sum is wrong', async () => {
    const report = await verify((request) =>
      /^\d{8}$/.test(numberIn(request)) && !article.is(numberIn(request)) && request.method === 'POST'
        ? responseOf(200, { number: '00000000' })
        : undefined,
    )
    expect(told(report)).toEqual([`negative_data_rejection ${FORMAT} accepted`])
    expect(report.findings[0]?.witness.request.body).toBeDefined()
  })

  it('is broken by who answers otherwise', async () => {
    const report = await verify((_, { status }) =>
      status === 200 ? responseOf(200, { number: '12345670' }) : undefined,
    )
    expect(told(report)).toEqual(['response_schema_conformance add response.200 /number format other'])
  })

  it('is made by its arbitrary, the same by each seed, and by nothing that it refuses', () => {
    const numbers = (seed: number, formats: OwnFormats = FORMATS): string[] =>
      planVerification(document, { seed, runs: 5, formats })
        .cases.filter(({ judged }) => judged.verdict.kind === 'conforming')
        .map(({ request }) => numberIn(request))
    expect(new Set(numbers(1)).size).toBeGreaterThan(3)
    expect(numbers(1).every(article.is)).toBe(true)
    expect(numbers(1)).toEqual(numbers(1, { article: { ...article } }))
    expect(numbers(1)).not.toEqual(numbers(2))
    const half: OwnFormat = {
      ...article,
      arbitrary: (fc) => fc.oneof(article.arbitrary?.(fc) ?? fc.string(), fc.string()),
    }
    expect(numbers(1, { article: half }).every(article.is)).toBe(true)
  })

  it('is broken by the texts that the user gives', () => {
    const formats = { article: { ...article, breaks: ['87654321'] } }
    const names = planVerification(document, { runs: 0, formats }).cases.map(({ name }) => name)
    expect(names.filter((name) => name.includes('format: '))).toEqual(
      expect.arrayContaining(['request.body /number format: nearly of the format, 1']),
    )
  })

  it('takes the place of a built-in one', () => {
    const dated = contractOf({
      openapi: '3.1.0',
      info: { title: 'Days', version: '1' },
      paths: {
        '/days': {
          get: {
            operationId: 'days',
            parameters: [{ name: 'from', in: 'query', required: true, schema: { type: 'string', format: 'date' } }],
            responses: { 200: { description: '' }, 400: { description: '' } },
          },
        },
      },
    })
    const own = withFormats(dated, {
      date: { is: (day) => /^\d\d\.\d\d\.\d{4}$/.test(day), arbitrary: (fc) => fc.constant('31.12.2026') },
    })
    const kindOf = (of: typeof dated, day: string): string =>
      new OperationJudge(of, operationOf(of)).request(requestOf(`GET /days?from=${day}`)).verdict.kind
    expect([kindOf(dated, '2026-12-31'), kindOf(own, '2026-12-31')]).toEqual(['conforming', 'breaking'])
    expect([kindOf(dated, '01.01.2026'), kindOf(own, '01.01.2026')]).toEqual(['breaking', 'conforming'])
    const { request } = createPlan(own, plannedWith()).cases[0] ?? {}
    expect(request?.target).toBe('/days?from=31.12.2026')
  })

  it('is that of a mock', () => {
    const mock = new Mock(contract, {})
    const status = (number: string): number => mock.handle(requestOf('POST /articles', { number })).response.status
    expect(['12340', '00000000', '00000001'].map(status)).toEqual([400, 200, 400])
  })

  it('gives back the same contract', () => {
    expect(withFormats(document, FORMATS)).toBe(contract)
    expect(withFormats(contract, FORMATS)).toBe(contract)
    expect(withFormats(document)).toBe(document)
  })
})

test('mutation testing takes formats, and values of operations', async () => {
  const operations = { add: { body: [{ number: '00000000' }] } }
  const { mutants } = await adequacy(document, { formats: FORMATS, operations })
  const ofFormat = mutants.filter(({ id }) => id.includes('request.body /number format'))
  expect(ofFormat.map(({ state }) => state)).toContain('killed')
  const wrong = { add: { body: [{ number: '00000001' }] } }
  await expect(adequacy(document, { formats: FORMATS, operations: wrong })).rejects.toThrow(
    'operations.add.body breaks the contract',
  )
  await expect(adequacy(document, { formats: { article: {} as OwnFormat } })).rejects.toThrow('formats is an object')
})

test('a format counts as one of the document wherever a schema has it', () => {
  const named = (format: string) => ({ type: 'string', format })
  const parts = contractOf({
    openapi: '3.1.0',
    info: { title: 'Parts', version: '1' },
    paths: {
      '/parts/{part}': {
        post: {
          operationId: 'change',
          parameters: [{ name: 'part', in: 'path', required: true, schema: { anyOf: [named('a'), named('b')] } }],
          requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/part' } } } },
          responses: {
            200: { description: '', headers: { 'X-Part': { schema: named('f') } } },
            400: { description: '', content: { 'application/json': { schema: { items: named('g') } } } },
          },
        },
      },
    },
    components: {
      schemas: {
        part: { properties: { own: { $ref: '#/components/schemas/part' } }, additionalProperties: { not: named('c') } },
        unused: named('d'),
      },
    },
  })
  const isNamed = (name: string): boolean => {
    try {
      return withFormats(parts, { [name]: { is: () => true } }) !== parts
    } catch {
      return false
    }
  }
  expect([...'abcdefg'].filter(isNamed)).toEqual(['a', 'b', 'c', 'f', 'g'])
})

describe('what cannot be used', () => {
  const lost = (): never => {
    throw new Error('lost')
  }
  test.each<[string, OwnFormats, string]>([
    [
      'a format of integers',
      { int32: article },
      'formats.int32: int32 is a format of integers, and yours are of texts',
    ],
    [
      'breaks that are legal',
      { article: { ...article, breaks: ['00000000'] } },
      'formats.article: "00000000" is among',
    ],
    ['is() that throws', { article: { ...article, is: lost } }, 'formats.article.is threw lost; mend it.'],
    ['an arbitrary that throws', { article: { ...article, arbitrary: lost } }, 'formats.article.arbitrary threw lost'],
    ['no is()', { article: {} as OwnFormat }, 'formats is an object; give an object that has, for each name'],
    [
      'is() that says neither',
      { article: { is: (() => 1) as unknown as OwnFormat['is'], arbitrary: (fc) => fc.constant('a') } },
      'formats.article.is returned no true and no false',
    ],
    [
      'an arbitrary of other texts',
      { article: { ...article, arbitrary: (fc) => fc.constant('1234') } },
      'formats.article: is() accepts nothing that arbitrary gives, such as "1234"; mend one of them.',
    ],
    [
      'an arbitrary of no texts',
      { article: { ...article, arbitrary: (fc) => fc.constant(1234 as unknown as string) } },
      'formats.article.arbitrary gives no texts',
    ],
    [
      'a format that the document lacks',
      { article, isbn: article },
      'formats.isbn: no schema of an operation of api.json has that format; there are: article; take it out.',
    ],
    [
      'a misspelled format',
      { artcile: article },
      'formats.artcile: no schema of an operation of api.json has that format; did you mean article?',
    ],
  ])('%s', async (_, formats, message) => {
    expect(() => planVerification(document, { formats })).toThrow(message)
    await expect(verifyDeployment(document, { formats })).rejects.toThrow(message)
  })
})
