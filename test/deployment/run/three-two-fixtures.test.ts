import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import {
  createThreeTwo,
  SESSION,
  type ThreeTwoConforming,
  threeTwoConforming,
  threeTwoDefects,
} from '../../../fixtures/three-two/index.ts'
import { adequacy } from '../../../src/adequacy/index.ts'
import { argumentsOf } from '../../../src/client/call-runner.ts'
import { loadContract } from '../../../src/contract/documents/index.ts'
import '../../../src/entries/vitest.ts'
import type { PlainRequest } from '../../../src/entries/vitest.ts'
import { OperationJudge } from '../../../src/judging/messages/index.ts'
import { createPlan, legalInputs } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { transportTo } from '../../support/behaviour-transport.ts'
import { planOptions, verify } from '../../support/verify.ts'
import { row } from './fixture-matrix.ts'

const json = { 'content-type': 'application/json' }
const file = fileURLToPath(new URL('../../../fixtures/three-two/three-two.yaml', import.meta.url))
const contract = await loadContract(file, { strict: true })
const SCHEME = 'https://pets.invalid/schemes/session#/components/securitySchemes/session'
const plan = createPlan(contract, {
  ...planOptions,
  allowsChanges: () => true,
  credentials: ({ security }) => (security.length > 0 ? [['X-Session', '']] : []),
})

const verifyThreeTwo = ({ patch }: Pick<ThreeTwoConforming, 'patch'>): Promise<Report> =>
  verify('http://three-two.invalid', {
    contract,
    plan,
    transport: transportTo(createThreeTwo(patch)),
    credentials: [{ field: ['X-Session', SESSION], schemes: [SCHEME] }],
  })

test.each(threeTwoDefects.map((defect) => [defect.name, defect] as const))('what %s is found', async (_, defect) => {
  const { findings } = await verifyThreeTwo(defect)
  expect(findings.map(row).sort()).toEqual(defect.findings.map(row).sort())
})

test.each(threeTwoConforming.map((fixture) => [fixture.name, fixture] as const))(
  'what %s is not',
  async (_, fixture) => {
    const { findings, summary, constraints } = await verifyThreeTwo(fixture)
    expect(findings.map(row)).toEqual([])
    expect(summary.verdict).toBe('pass')
    const untested = constraints.filter(({ id, state }) => / request/.test(id) && state === 'untested')
    expect(untested.map(({ id }) => id)).toEqual([])
  },
)

const judgeOf = (id: string): OperationJudge => {
  const operation = contract.operations.find((candidate) => candidate.id === id)
  if (!operation) throw new Error(id)
  return new OperationJudge(contract, operation)
}

test('the mock keeps it, and mutants of it are noticed', async () => {
  const { mutants } = await adequacy(contract, { runs: 0, include: ['listPets', 'findPets'] })
  expect(mutants.filter(({ state }) => state === 'survived' || state === 'masked')).toEqual([])
  expect(mutants.length).toBeGreaterThan(50)
})

test('a client is asked for the whole query, and for cookies as they stand', () => {
  const inputs = legalInputs(judgeOf('listPets'), 1)
  if ('reason' in inputs) throw new Error(inputs.reason)
  expect(argumentsOf(inputs.plain)).toEqual({
    path: {},
    query: {},
    header: {},
    cookie: {},
    querystring: { filter: { limit: 5, kinds: ['cat', 'dog'], near: { lat: 52.5 } } },
  })
  expect(inputs.edges.every((input) => inputs.conforms(input))).toBe(true)
  expect(inputs.write(inputs.plain).target).toBe('/pets?limit=5&kinds=cat%7Cdog&near=%7B%22lat%22%3A52.5%7D')
})

/** Requests that keep the document, and others like them that break one constraint. */
const TWINS: readonly [constraint: string, clean: PlainRequest, broken: PlainRequest][] = [
  [
    'body /limit maximum',
    { method: 'QUERY', url: '/pets', headers: json, body: { limit: 50 } },
    { method: 'QUERY', url: '/pets', headers: json, body: { limit: 51 } },
  ],
  [
    'querystring.filter /limit maximum',
    { method: 'GET', url: '/pets?limit=50' },
    { method: 'GET', url: '/pets?limit=51' },
  ],
  [
    'querystring.filter /near type',
    { method: 'GET', url: '/pets?limit=5&near=%7B%22lat%22:1%7D' },
    { method: 'GET', url: '/pets?limit=5&near=lat' },
  ],
  ['querystring.filter required', { method: 'GET', url: '/pets?limit=5' }, { method: 'GET', url: '/pets' }],
  [
    'cookie.look enum',
    { method: 'GET', url: '/pets/rex', headers: { cookie: 'look=a%2Fb' } },
    { method: 'GET', url: '/pets/rex', headers: { cookie: 'look=a/b' } },
  ],
  [
    'header.Destination maxLength',
    { method: 'COPY', url: '/pets/rex', headers: { destination: 'a' } },
    { method: 'COPY', url: '/pets/rex', headers: { destination: 'abcdefghijklm' } },
  ],
]

test.each(TWINS)('a matcher tells %s', async (constraint, clean, broken) => {
  const at = (request: PlainRequest): PlainRequest => ({ ...request, url: `http://localhost${request.url}` })
  await expect(at(clean)).toKeepContract(contract)
  await expect(expect(at(broken)).toKeepContract(contract)).rejects.toThrow(`request.${constraint}`)
})
