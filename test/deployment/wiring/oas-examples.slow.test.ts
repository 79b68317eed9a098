import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, test } from 'vitest'
import { operationConstraints } from '../../../src/contract/constraints/index.ts'
import { loadContract } from '../../../src/contract/documents/index.ts'
import { type Contract, ContractError, type OperationName } from '../../../src/contract/model/index.ts'
import { Mock } from '../../../src/mock/responder/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Finding } from '../../../src/report/results/index.ts'
import { harmful } from '../../support/harm-law.ts'
import { run } from '../../support/in-memory.ts'
import { plannedWith } from '../../support/plan-laws.ts'

const ROOT = fileURLToPath(new URL('../../../node_modules/@readme/oas-examples', import.meta.url))
const filesOf = (extension: string): string[] =>
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.includes(`/${extension}/`) && path.endsWith(`.${extension}`))
    .sort()
const JSONS = filesOf('json')
const YAMLS = filesOf('yaml')

/** The body of its success holds itself, and so has no finite value: the mock answers 404. */
const UNANSWERED = '3.0/json/circular-request-bodies.json'

/** What is refused, and the sentence for it after the file's name. */
const REFUSED: Readonly<Record<string, string>> = {
  '3.0/openapi-workshop/post':
    '#/paths/~1hoot/post/responses: this is not as OpenAPI 3.0 has it: must NOT have fewer than 1 properties',
  '3.0/response-http-behavior':
    '#/paths/~1cache/get/security/0/api_key: the security scheme "api_key" is missing in components/securitySchemes',
  '3.1/schema-validation-local':
    '#/paths/~1anything~1numbers/parameters/3/schema/exclusiveMinimum: exclusiveMinimum must be a number, not true',
  '3.1/schema-validation-top-level':
    '#/paths/~1anything~1numbers/parameters/1/schema/exclusiveMinimum: exclusiveMinimum must be a number, not true',
}
/** What loads, and describes nothing to verify. */
const EMPTY = ['3.0/openapi-workshop/title', '3.1/webhooks']

/** Whose YAML is not the same document as its JSON. */
const DIFFERENT = ['2.0/petstore-expanded', '3.1/parameters-style']

/** `3.0/json/petstore.json` is `3.0/petstore`. */
const nameOf = (file: string): string => file.replace(/\/(?:json|yaml)\//, '/').replace(/\.\w+$/, '')

const fileOf = (name: string): string => name.replace('/', '/json/').concat('.json')

const loaded = new Map<string, Promise<Contract | string>>()

/** The document, or the sentence that refuses it, without file and line. */
function load(file: string): Promise<Contract | string> {
  const known = loaded.get(file) ?? read(file)
  loaded.set(file, known)
  return known
}

async function read(file: string): Promise<Contract | string> {
  try {
    return await loadContract(`${ROOT}/${file}`, { strict: true })
  } catch (error) {
    if (!(error instanceof ContractError)) throw error
    expect(error.message).toMatch(`${ROOT}/${file}:`)
    return error.message.slice(error.message.indexOf('#'))
  }
}

/** Of many operations, which are much alike, eight or so that are spread over the document; else all. */
function sampleOf({ operations }: Contract): (operation: OperationName) => boolean {
  const stride = operations.length > 12 ? Math.ceil(operations.length / 8) : 1
  const included = new Set(operations.filter((_, index) => index % stride === 0).map(({ id }) => id))
  return ({ id }) => included.has(id)
}

/** All that a contract asks, in a form that does not depend on the file that it was read from. */
function demandsOf(contract: Contract): unknown {
  const text = JSON.stringify([
    contract.title,
    contract.servers,
    contract.operations,
    contract.operations.flatMap((operation) => operationConstraints(contract, operation)),
  ])
  return JSON.parse(text.replaceAll(/\b[23]\.[01]\/(?:json|yaml)\/[^"#]*/g, ''))
}

test('there are as many as there should be', () => {
  expect([JSONS.length, YAMLS.length]).toEqual([70, 59])
})

test.each(Object.keys(REFUSED))('%s is refused with a clear sentence', async (name) => {
  expect(await load(fileOf(name))).toBe(REFUSED[name])
})

test.each(Object.entries(REFUSED))('%s is read in spite of it, but for what it touches', async (name, sentence) => {
  const { closed = [] } = await loadContract(`${ROOT}/${fileOf(name)}`)
  expect(closed.map(({ reason }) => reason)).toEqual(
    expect.arrayContaining([expect.stringContaining(sentence.replace(/ must NOT .*$/, ''))]),
  )
})

test.each(EMPTY)('%s describes nothing to verify', async (name) => {
  expect(await load(fileOf(name))).toMatchObject({ operations: [] })
})

describe.each(JSONS.filter((file) => !(nameOf(file) in REFUSED) && !EMPTY.includes(nameOf(file))))('%s', (file) => {
  test('has only cases that are what the wire says they are, and no finding on its own mock', async () => {
    const contract = await load(file)
    if (typeof contract === 'string') throw new Error(contract)
    const plan = createPlan(contract, plannedWith({ runs: 3, includes: sampleOf(contract) }))
    for (const { name, operation, request, judged } of plan.cases) {
      const { verdict } = plan.judges.get(operation)?.request(request) ?? {}
      expect(verdict, `${operation}: ${name}`).toEqual(judged.verdict)
      if (verdict?.kind === 'breaking') expect(verdict.issues, `${operation}: ${name}`).toHaveLength(1)
    }
    expect(harmful(contract, plan)).toEqual([])
    const mock = new Mock(contract, { mode: 'boundary' })
    // Of the mock, nothing can be harmed.
    const isGuarded = [...plan.unplanned.keys()].some((id) => plan.judges.has(id))
    const options = plannedWith({ runs: 3, includes: sampleOf(contract), isHarmless: true })
    const free = isGuarded ? createPlan(contract, options) : plan
    const { report } = await run((request) => mock.handle(request).response, { contract, plan: free })
    // These documents leave unsaid how requests are refused, and allow a body that has nothing that they name.
    const unsaid = ['refusals', 'none of the documented members']
    const isUnsaid = ({ severity, class: of }: Finding): boolean => severity === 'advisory' && unsaid.includes(of)
    expect(report.findings.filter((finding) => !isUnsaid(finding)).map(({ id }) => id)).toEqual([])
    // Some operations have no request, since no body fits.
    const isWhole = [...free.unplanned.keys()].every((id) => !plan.judges.has(id)) && file !== UNANSWERED
    expect(report.summary.verdict).toBe(isWhole ? 'pass' : 'inconclusive')
  })
})

describe.each(YAMLS)('%s', (file) => {
  test('asks what its twin in JSON asks', async () => {
    const [yaml, json] = await Promise.all([
      load(file),
      load(file.replace('/yaml/', '/json/').replace(/yaml$/, 'json')),
    ])
    if (typeof yaml === 'string' || typeof json === 'string') return expect(yaml).toBe(json)
    expect(isDeepStrictEqual(demandsOf(yaml), demandsOf(json))).toBe(!DIFFERENT.includes(nameOf(file)))
    expect(yaml.digest).not.toBe(json.digest)
  })
})
