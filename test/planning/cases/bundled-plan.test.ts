import { describe, expect, it } from 'vitest'
import { shortId } from '../../../src/contract/constraints/index.ts'
import { bundled, loadContract } from '../../../src/contract/documents/index.ts'
import { codePointLength, isObject, type Json, type Pointer, valueAt } from '../../../src/json/index.ts'
import { OperationJudge } from '../../../src/judging/messages/index.ts'
import { type Case, createPlan, mayChange, mayExecute, type Plan } from '../../../src/planning/cases/index.ts'
import { UsageError } from '../../../src/report/results/index.ts'
import { operationOf } from '../../support/contracts.ts'
import { type Planned, planLaws, plannedWith } from '../../support/plan-laws.ts'

const contract = bundled()
const WORKFLOWS = ['one', 'two', 'three', 'four']

const planned = new Map<string, Plan>()

/** The same options give the same plan, made once: `planLaws` shows that another one would be no other. */
function plan(options: Planned = {}): Plan {
  const { parameters, bodies } = options.known ?? {}
  const key = JSON.stringify({ ...options, known: [[...(parameters ?? [])], bodies ?? []] })
  const of = planned.get(key) ?? createPlan(contract, plannedWith(options))
  planned.set(key, of)
  return of
}
const known = (parameters: Readonly<Record<string, readonly string[]>>, bodies: readonly Json[] = []) => ({
  known: { parameters: new Map(Object.entries(parameters)), bodies },
})

const table: readonly (readonly [string, Planned])[] = [
  ['nothing given', {}],
  ['credentials', { credentials: true }],
  ['four workflows', known({ workflow_id: WORKFLOWS })],
  ['two projects and two workflows', known({ project_id: ['p', 'q'], workflow_id: ['v', 'w'] })],
  ['a body', known({}, [{ input: { mine: true } }])],
  ['random requests', { runs: 20 }],
  ['random requests at known values', { runs: 20, seed: 9, ...known({ project_id: ['p'] }) }],
]

describe.each(table)('the plan with %s', (_, options) => {
  planLaws(contract, options)
})

describe('the plan of the bundled contract', () => {
  it('is what is stored', async () => {
    const rows = (of: Plan): string[] =>
      of.cases.map((one) => `${one.judged.verdict.kind.padEnd(13)} ${one.role.padEnd(8)} ${one.name}`)
    await expect(`${rows(plan({ credentials: true })).join('\n')}\n`).toMatchFileSnapshot('stored/bundled.txt')
    const given = known({ project_id: ['p'], workflow_id: WORKFLOWS }, [{ input: { mine: 1 } }])
    await expect(`${rows(plan(given)).join('\n')}\n`).toMatchFileSnapshot('stored/bundled-known.txt')
  })

  it('costs few executions', () => {
    expect(plan({ credentials: true }).cases.length).toBeLessThanOrEqual(80)
    expect(plan().executions).toBeLessThanOrEqual(8)
  })

  it('costs few executions however four known values are spread', () => {
    const bodies = ['a', 'b', 'c', 'd'].map((name): Json => ({ input: { [name]: 1 }, headers: { [name]: 'x' } }))
    for (let projects = 0; projects <= 4; projects++)
      for (let workflows = 0; projects + workflows <= 4; workflows++) {
        const names = WORKFLOWS.slice(0, workflows)
        const given = bodies.slice(projects + workflows)
        const of = plan(known({ project_id: WORKFLOWS.slice(0, projects), workflow_id: names }, given))
        const spread = `${projects} projects, ${workflows} workflows, ${given.length} bodies`
        // If several values of a parameter are known, each feature is sent with the first and with another.
        expect(of.executions, spread).toBeLessThanOrEqual(Math.max(projects, workflows) > 1 ? 17 : 12)
        // Packed with edges or not, each body is there whole.
        for (const body of given) {
          const [name = ''] = Object.keys(valueAt(body, '/input') ?? {})
          const whole = conforming(of).filter(({ judged }) => valueAt(judged.body ?? null, `/input/${name}`) === 1)
          expect(whole.some(({ judged }) => valueAt(judged.body ?? null, `/headers/${name}`) === 'x')).toBe(true)
        }
      }
  })

  it('is the same for another copy of the same document, and another for another', async () => {
    const again = await loadContract(contract.file)
    expect(again).not.toBe(contract)
    expect(createPlan(again, plannedWith({ runs: 3 })).digest).toBe(plan({ runs: 3 }).digest)
    const digests = [
      {},
      { credentials: true },
      { runs: 1 },
      { runs: 2 },
      { runs: 1, seed: 2 },
      known({ project_id: ['p'] }),
      known({}, [{ input: {} }]),
    ].map((options) => plan(options).digest)
    expect(new Set(digests).size).toBe(digests.length)
    // Of bodies their bytes, and not just their length.
    expect(plan(known({}, [{ input: { a: 1 } }])).digest).not.toBe(plan(known({}, [{ input: { a: 2 } }])).digest)
  })

  // Pinned, since no other test would see that a plan depends on the machine. It changes whenever the plan does.
  it('has the same digest on every machine', () => {
    expect(plan().digest).toBe('bc39b25dbb2b5239046db9ae82bd1799dc84ecac76ac5bf7280b55ce037552dc')
  })

  it('breaks each constraint that can be broken alone', () => {
    const judge = new OperationJudge(contract, operationOf(contract))
    const owed = judge.constraints.filter(
      ({ party, implied, kind }) => party === 'client' && implied === undefined && kind !== 'security',
    )
    const broken = new Set(
      plan().cases.flatMap(({ judged: { verdict } }) =>
        verdict.kind === 'breaking'
          ? verdict.issues.map(({ constraint }) => constraint.id)
          : verdict.kind === 'malformed'
            ? [verdict.issue.constraint.id]
            : verdict.kind === 'other method'
              ? [judge.constraint('method').id]
              : [],
      ),
    )
    expect([...broken].sort()).toEqual(owed.map(({ id }) => id).sort())
  })

  const conforming = (of: Plan): Case[] => of.cases.filter(({ judged: { verdict } }) => verdict.kind === 'conforming')
  const lengths = (of: Plan, name: string): Set<number> =>
    new Set(conforming(of).map(({ judged }) => codePointLength(String(judged.parameters.get(`path.${name}`)))))

  it.each([
    ['project_id', 1, 64],
    ['workflow_id', 1, 512],
  ])('has each edge of %s', (name, min, max) => {
    const found = lengths(plan(), name)
    for (const length of [min, max, max - 1]) expect(found).toContain(length)
    const given = lengths(plan(known({ project_id: ['known'], workflow_id: ['known'] })), name)
    for (const length of [min, max, max - 1]) expect(given).toContain(length)
  })

  it('has each optional property present and absent, an unknown one, and each kind of value in the input', () => {
    const bodies = conforming(plan()).map(({ judged }) => judged.body ?? null)
    const has = (pointer: Pointer) => bodies.filter((body) => valueAt(body, pointer) !== undefined)
    expect(has('/headers').length).toBeGreaterThan(0)
    expect(has('/headers').length).toBeLessThan(bodies.length)
    expect(
      bodies.some((body) => isObject(body) && Object.keys(body).some((name) => name !== 'input' && name !== 'headers')),
    ).toBe(true)
    expect(bodies.some((body) => JSON.stringify(valueAt(body, '/input')) === '{}')).toBe(true)
    for (const name of ['__proto__', '', '0', '名前', '😀', 'a.b', ' ', '"', '%', 'a/b~c'])
      expect(
        bodies.some((body) => valueAt(body, `/input/${name.replace('~', '~0').replace('/', '~1')}`) !== undefined),
        name,
      ).toBe(true)
    expect(Math.max(...bodies.map((body) => JSON.stringify(body).length))).toBeGreaterThan(100_000)
  })

  it('uses each known value, each pair of equal place, and each body', () => {
    const of = plan(
      known({ project_id: ['p', 'q', 'r'], workflow_id: ['v', 'w'] }, [
        { input: { first: 1 } },
        { input: { second: 2 } },
      ]),
    )
    const used = conforming(of).map(({ judged }) => judged.parameters)
    for (const [name, values] of [
      ['project_id', ['p', 'q', 'r']],
      ['workflow_id', ['v', 'w']],
    ] as const)
      for (const value of values)
        expect(
          used.some((one) => one.get(`path.${name}`) === value),
          value,
        ).toBe(true)
    for (const name of ['first', 'second'])
      expect(
        conforming(of).some(({ judged }) => valueAt(judged.body ?? null, `/input/${name}`) !== undefined),
        name,
      ).toBe(true)
    expect(used.every((one) => one.has('path.project_id'))).toBe(true)
  })

  it('carries credentials but where it tests just them', () => {
    const of = plan({ credentials: true })
    expect(
      of.cases
        .filter(({ credentials }) => credentials !== 'configured')
        .map(({ name, credentials }) => [name, credentials]),
    ).toEqual([
      ['request security: no credentials', 'none'],
      ['request security: wrong credentials', 'wrong'],
      ['request security: empty credentials', 'empty'],
      ['request security: credentials cut short', 'cut'],
      ['request security: credentials in the other case', 'recased'],
    ])
    expect(plan().cases.every(({ credentials }) => credentials === 'configured')).toBe(true)
    // A deployment that lets them in does not keep its contract.
    expect(of.executions).toBe(plan().executions)
  })

  it('says how many random requests were asked for, half of them faulty', () => {
    const random = plan({ runs: 40 }).cases.filter(({ role }) => role === 'random')
    expect(random.filter(mayExecute)).toHaveLength(40)
    const faulty = random.filter((one) => !mayExecute(one))
    expect(faulty.length).toBeGreaterThan(20)
    expect(new Set(faulty.map(({ name }) => name)).size).toBeGreaterThan(4)
  })
})

const isRefusedByDocument = ({ judged: { verdict } }: Case): boolean =>
  verdict.kind === 'breaking' || verdict.kind === 'malformed'

describe('budgets', () => {
  const whole = plan()
  it.each([0, 1, 3, 7, 8, 1000])('of %i executions are kept', (maxExecutions) => {
    const cut = plan({ maxExecutions })
    expect(cut.executions).toBe(Math.min(maxExecutions, whole.executions))
    expect(cut.cases.filter(mayExecute).length).toBe(cut.executions)
    // What must be refused is sent all the same, in order.
    const names = cut.cases.map(({ name }) => name)
    expect(whole.cases.map(({ name }) => name).filter((name) => names.includes(name))).toEqual(names)
    const refused = whole.cases.filter((one) => !mayExecute(one))
    const owed = refused.filter((one) => maxExecutions > 0 || !mayChange(one) || isRefusedByDocument(one))
    expect(cut.cases.filter((one) => !mayExecute(one))).toEqual(owed)
    const left = whole.cases.length - cut.cases.length
    const what = refused.length > owed.length ? 'may be executed or change something' : 'may be executed'
    expect(cut.unplanned.get('--max-executions')).toBe(
      left > 0 ? `--max-executions ${maxExecutions} left out ${left} requests that ${what}` : undefined,
    )
  })

  it('of no executions leave out what may change something, unless the document itself refuses it', () => {
    const cut = plan({ maxExecutions: 0, credentials: true })
    expect(new Set(cut.cases.map(({ request }) => request.method))).toEqual(new Set(['POST', 'GET', 'TRACE']))
    const kinds = new Set(cut.cases.filter(mayChange).map(({ judged }) => judged.verdict.kind))
    expect(kinds).toEqual(new Set(['breaking', 'malformed']))
    expect(cut.cases.every(({ credentials }) => credentials === 'configured')).toBe(true)
  })

  it.each([0, 1, 5, 1000])('of %i requests are kept', (maxRequests) => {
    const cut = plan({ maxRequests })
    expect(cut.cases.map(({ name }) => name)).toEqual(whole.cases.slice(0, maxRequests).map(({ name }) => name))
    expect(cut.unplanned.has('--max-requests')).toBe(maxRequests < whole.cases.length)
    if (maxRequests < whole.cases.length)
      expect(cut.unplanned.get('--max-requests')).toBe(
        `--max-requests ${maxRequests} left out ${maxRequests === 0 ? 'all of 1 operation' : `${whole.cases.length - maxRequests} requests`}`,
      )
  })

  it('cut the digest too', () => {
    expect(plan({ maxRequests: 3 }).digest).not.toBe(whole.digest)
    expect(plan({ maxRequests: 1000 }).digest).toBe(whole.digest)
  })
})

describe('what the user gives', () => {
  it.each<[name: string, options: Planned, sentence: RegExp]>([
    [
      'a value that is too long',
      known({ project_id: ['a'.repeat(65)] }),
      /--param project_id=a+ breaks the contract: expected at most 64 characters, received .*65 characters/,
    ],
    [
      'a value that is empty',
      known({ workflow_id: ['w', ''] }),
      /--param workflow_id= breaks the contract: expected at least 1/,
    ],
    [
      'a body without input',
      known({}, [{ input: {} }, { headers: {} }]),
      /--body \(the second of 2\) breaks the contract: expected at \/input to be present, received nothing/,
    ],
    ['a body that is no object', known({}, [[]]), /--body breaks the contract: expected type object/],
  ])('is refused where it is %s', (_, options, sentence) => {
    let message = ''
    try {
      plan(options)
    } catch (error) {
      expect(error).toBeInstanceOf(UsageError)
      message = error instanceof Error ? error.message : ''
    }
    expect(message).toMatch(sentence)
    expect(message).toMatch(/\.$/)
  })

  it('is taken as text where the contract asks for a text', () => {
    const of = plan(known({ project_id: ['5'] }))
    expect(of.cases.some(({ judged }) => judged.parameters.get('path.project_id') === '5')).toBe(true)
  })
})

it('a constraint is named in short by its id', () => {
  const judge = new OperationJudge(contract, operationOf(contract))
  expect(shortId(judge.constraint('method'))).toBe('request method')
})
