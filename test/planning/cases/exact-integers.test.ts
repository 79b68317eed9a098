import { describe, expect, it, test } from 'vitest'
import { adequacy } from '../../../src/adequacy/index.ts'
import { loadContract } from '../../../src/contract/documents/index.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import { hasExact, isNumber, isObject } from '../../../src/json/index.ts'
import { brokenAlone, isConforming, OperationJudge } from '../../../src/judging/messages/index.ts'
import { type Case, createPlan, legalInputs } from '../../../src/planning/cases/index.ts'
import { createReporter, reporterNames } from '../../../src/report/reporters/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { type Answer, inTurn, MemoryTransport } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'
import { planOptions, verify } from '../../support/verify.ts'

const LEAST = '-9223372036854775808'
const GREATEST = '9223372036854775807'
const ABOVE = '9223372036854775808'
const BELOW = '-9223372036854775809'

/** An operation with one number, in the body or in a parameter, as a document in YAML or JSON. */
function counter(schema: string, place = 'body'): string {
  const inBody = `requestBody: { required: true, content: { application/json: { schema:
        { type: object, required: [n], properties: { n: ${schema} } } } } }`
  const parameter = `parameters: [{ name: n, in: ${place}, required: true, schema: ${schema} }]`
  return `{ openapi: 3.0.3, info: { title: counter, version: '1' }, paths: { '/a${place === 'path' ? '/{n}' : ''}': { post: {
      operationId: a, ${place === 'body' ? inBody : parameter},
      responses: {
        '200': { description: stored, content: { application/json: { schema: ${schema} } } },
        '400': { description: refused } } } } } }`
}

const load = (text: string): Promise<Contract> => loadContract({ file: 'counter.yaml', text })

async function planned(schema: string, place?: string) {
  const plan = createPlan(await load(counter(schema, place)), planOptions)
  return {
    cases: plan.cases,
    untried: plan.untried,
    accepted: textsOf(plan.cases.filter(({ judged }) => isConforming(judged))),
  }
}

/** The text of the number in each request. */
const textsOf = (cases: readonly Case[]): string[] =>
  cases.flatMap(({ request: { body, target, headers } }) => {
    const header = headers.find(([name]) => name === 'n')?.[1] ?? ''
    const text = `${target} ${header} ${body ? new TextDecoder().decode(body) : ''}`
    return /-?\d{10,}/.exec(text)?.[0] ?? []
  })

const BOUNDED = `{ type: integer, format: int64, minimum: ${LEAST}, maximum: ${GREATEST} }`

describe('integers of 64 bits', () => {
  test.each(['body', 'query', 'path', 'header'])('are sent as the document has them, in the %s', async (place) => {
    const { accepted, cases, untried } = await planned(BOUNDED, place)
    expect(accepted).toEqual(expect.arrayContaining([LEAST, GREATEST]))
    expect(accepted).not.toContain('9223372036854776000')
    const broken = (keyword: string) =>
      textsOf(cases.filter(({ judged }) => brokenAlone(judged)?.id.endsWith(` ${keyword}`)))
    expect(broken('maximum')).toContain(ABOVE)
    expect(broken('minimum')).toContain(BELOW)
    expect([...untried.keys()]).toEqual([])
  })

  it('are bounded by their format alone', async () => {
    const { accepted, cases, untried } = await planned('{ type: integer, format: int64 }')
    expect(accepted).toEqual(expect.arrayContaining([LEAST, GREATEST]))
    const broken = textsOf(cases.filter(({ judged }) => brokenAlone(judged)?.kind === 'format'))
    expect(broken).toEqual(expect.arrayContaining([ABOVE, BELOW]))
    expect([...untried.keys()]).toEqual([])
  })

  test.each<[schema: string, accepted: string[], broken: string[]]>([
    ['{ type: integer, minimum: 9007199254740993 }', ['9007199254740993', '9007199254740994'], ['9007199254740992']],
    ['{ type: integer, maximum: 9007199254740992 }', ['9007199254740992', '9007199254740991'], ['9007199254740993']],
    [
      `{ type: integer, minimum: 0, exclusiveMinimum: true, maximum: ${GREATEST}, exclusiveMaximum: true }`,
      ['9223372036854775806'],
      [GREATEST],
    ],
    ['{ type: integer, enum: [9007199254740993, 9007199254740995] }', ['9007199254740993', '9007199254740995'], []],
    ['{ type: integer, multipleOf: 9007199254740993, minimum: 1 }', ['9007199254740993'], []],
    ['{ type: integer, minimum: 0x7ffffffffffffff0, maximum: 0x7fffffffffffffff }', [GREATEST], [ABOVE]],
    [`{ type: integer, default: ${GREATEST}, example: ${GREATEST} }`, [GREATEST], []],
  ])('%s', async (schema, accepted, broken) => {
    const plan = await planned(schema)
    expect(plan.accepted).toEqual(expect.arrayContaining(accepted))
    expect(textsOf(plan.cases.filter(({ judged }) => brokenAlone(judged)))).toEqual(expect.arrayContaining(broken))
  })

  test.each(['{', ' {'])('are read from JSON and from YAML: %j', async (start) => {
    const json = JSON.stringify({ a: 1 })
    expect(json).toBe('{"a":1}')
    const text = counter(BOUNDED).replace(/^\{/, start)
    const [operation] = (await load(text)).operations
    expect(operation?.responses[0]?.content[0]?.schema?.schema).toMatchObject({ maximum: 2n ** 63n - 1n })
  })

  test.each<[schema: string, body: string, broken: string[]]>([
    [BOUNDED, GREATEST, []],
    [BOUNDED, LEAST, []],
    [BOUNDED, ABOVE, ['maximum']],
    [BOUNDED, BELOW, ['minimum']],
    [BOUNDED, '9223372036854775807.0', []],
    ['{ type: integer, format: int64 }', ABOVE, ['format']],
    ['{ type: integer, format: int32 }', '2147483648', ['format']],
    ['{ type: integer, enum: [9007199254740993] }', '9007199254740993', []],
    ['{ type: integer, enum: [9007199254740993] }', '9007199254740992', ['enum']],
    ['{ type: array, uniqueItems: true, items: { type: integer } }', '[9007199254740993,9007199254740992]', []],
    [
      '{ type: array, uniqueItems: true, items: { type: integer } }',
      '[9007199254740993,9007199254740993]',
      ['uniqueItems'],
    ],
    ['{ anyOf: [{ type: integer, maximum: 9007199254740992 }, { type: string }] }', '9007199254740993', ['anyOf']],
    ['{ type: integer, multipleOf: 2 }', '9007199254740993', ['multipleOf']],
    ['{ type: number, multipleOf: 0.5 }', '9007199254740993', []],
  ])('in an answer, %s has of %s broken %j', async (schema, body, broken) => {
    const contract = await load(counter(schema))
    const [operation] = contract.operations
    if (!operation) throw new Error('no operation')
    const response = {
      status: 200,
      headers: [['content-type', 'application/json']] as const,
      body: new TextEncoder().encode(body),
    }
    const { issues } = new OperationJudge(contract, operation).response(response)
    expect(issues.map(({ constraint }) => constraint.kind)).toEqual(broken)
  })
})

describe('a run over integers of 64 bits', () => {
  const bounded = counter(BOUNDED)
  const keeping = (contract: Contract): Answer => {
    const respond = inTurn(contract)
    return (request) => respond(request)
  }
  /** Reads numbers as JavaScript does, and refuses what is out of bounds then. */
  const rounding =
    (contract: Contract): Answer =>
    (request) => {
      const [operation] = contract.operations
      const judged = operation && new OperationJudge(contract, operation).request(request)
      const { n } = isObject(judged?.body) ? judged.body : {}
      const isRounded = isNumber(n) && Number.isInteger(Number(n)) && Number(n) >= -(2 ** 63) && Number(n) <= 2 ** 63
      return isRounded ? responseOf(200, 1) : inTurn(contract)(request)
    }

  async function run(answerOf: (contract: Contract) => Answer): Promise<Report> {
    const contract = await load(bounded)
    const transport = new MemoryTransport(answerOf(contract))
    return verify('http://localhost', { contract, plan: createPlan(contract, planOptions), transport })
  }

  it('accuses nobody who keeps the contract, and proves both bounds', async () => {
    const { findings, constraints, summary } = await run(keeping)
    expect([findings, summary.verdict]).toEqual([[], 'pass'])
    const bounds = constraints.filter(({ id }) => /request.* (?:minimum|maximum)$/.test(id))
    expect(bounds.map(({ state, value }) => [state, value])).toEqual([
      ['held', -(2n ** 63n)],
      ['held', 2n ** 63n - 1n],
    ])
  })

  it('finds what reads them as doubles, and every reporter writes them in full', async () => {
    const report = await run(rounding)
    expect(report.findings.map(({ check, subject }) => [check, subject])).toEqual([
      ['negative_data_rejection', { kind: 'constraint', constraint: 'a request.body /n minimum' }],
      ['negative_data_rejection', { kind: 'constraint', constraint: 'a request.body /n maximum' }],
    ])
    for (const name of reporterNames) {
      const reporter = await createReporter(name, { interactive: false, mode: 'verbose', color: false, columns: 120 })
      const text = reporter.report({ type: 'finished', report })
      if (name !== 'github' && name !== 'sarif' && name !== 'junit') expect(text, name).toContain(ABOVE)
    }
  })

  it('has mutants that let one more through, and notices each', async () => {
    const contract = await load(bounded)
    const { mutants } = await adequacy(contract)
    const ofBounds = mutants.filter(({ constraint }) => /minimum|maximum/.test(constraint))
    expect(ofBounds.length).toBeGreaterThan(2)
    expect(ofBounds.filter(({ state }) => state !== 'killed')).toEqual([])
  })

  it('calls no client with what its numbers cannot hold', async () => {
    const [operation] = (await load(bounded)).operations
    const inputs = operation && legalInputs(new OperationJudge(await load(bounded), operation), 1)
    if (!inputs || 'reason' in inputs) throw new Error('no inputs')
    expect(inputs.edges.filter(({ body = null }) => hasExact(body))).toEqual([])
  })
})
