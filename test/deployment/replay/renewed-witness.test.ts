import { describe, expect, it } from 'vitest'
import { readReport, replayFindings } from '../../../src/deployment/replay/index.ts'
import { renewedWitness } from '../../../src/deployment/replay/renewed-witness.ts'
import { Budget, FreshValues, Keyring, redactionOf, Sender } from '../../../src/deployment/run/index.ts'
import type { HttpRequest, HttpResponse } from '../../../src/http/index.ts'
import { headerValue } from '../../../src/http/index.ts'
import { isObject, type Json, type JsonObject, property } from '../../../src/json/index.ts'
import { firstBroken } from '../../../src/judging/messages/index.ts'
import { type Case, createPlan } from '../../../src/planning/cases/index.ts'
import { createJsonReporter } from '../../../src/report/reporters/json-reporter.ts'
import type { ReplayedFinding, Report } from '../../../src/report/results/index.ts'
import { contractOf, documentWith, judgeOf } from '../../support/contracts.ts'
import { FakeClock, inTurn, MemoryTransport, run } from '../../support/in-memory.ts'
import { requestOf, responseOf } from '../../support/messages.ts'
import { validateReport } from '../../support/report-schema.ts'
import { planOptions } from '../../support/verify.ts'

const KEY = 'Idempotency-Key'
const TARGET = { origin: 'https://deployment.test', basePath: '/v1' }

const described = [201, 400, 409, 422].map((code) => [code, { description: '' }])

/** A create that wants a key, of things that have a name. */
const contractWith = (name: JsonObject, mediaType: string) =>
  contractOf(
    documentWith({
      parameters: [{ name: KEY, in: 'header', required: true, schema: { type: 'string', maxLength: 64 } }],
      requestBody: {
        required: true,
        content: { [mediaType]: { schema: { type: 'object', required: ['name'], properties: { name } } } },
      },
      responses: Object.fromEntries(described),
    }),
  )

interface Behaviour {
  readonly name?: JsonObject
  readonly mediaType?: 'application/json' | 'application/x-www-form-urlencoded'
  /** What it answers to a name that it has; undefined if names need not be new. */
  readonly status?: number
  /** Whether it tells apart requests by their keys. */
  readonly isKeyed?: boolean
  /** Bodies that it accepts, whatever the document says. */
  readonly accepts?: (name: string) => boolean
}

/** A deployment with a fault, and the same one without it; what is there stays there. */
function deployment({ name = TEXT, mediaType = 'application/json', status, isKeyed, accepts }: Behaviour) {
  const contract = contractWith(name, mediaType)
  const conforming = inTurn(contract)
  const taken = new Set<string>()
  const keys = new Set<string>()
  let isMended = false
  let replays = 100
  const answer = (asked: HttpRequest, index: number): HttpResponse => {
    const request = { ...asked, target: asked.target.slice(TARGET.basePath.length) }
    const given = nameIn(request, mediaType)
    const isFaulty = !isMended && given !== undefined && accepts?.(given) === true && request.method === 'POST'
    const planned = conforming(request, index)
    const key = headerValue(request.headers, KEY) ?? ''
    if (isKeyed && request.method === 'POST' && keys.has(key)) return responseOf(422, {})
    if (!isFaulty && planned.status >= 300) return planned
    keys.add(key)
    if (status !== undefined && given !== undefined && taken.has(given)) return responseOf(status, {})
    if (given !== undefined) taken.add(given)
    return responseOf(201, {})
  }
  const verified = async (start = 1) => {
    const transport = new MemoryTransport(answer)
    const plan = createPlan(contract, { ...planOptions, runs: 0 })
    const { report } = await run(answer, { contract, plan, target: TARGET, transport, clock: new FakeClock(start) })
    return { report, requests: transport.requests }
  }
  const replayed = async (report: Report): Promise<readonly ReplayedFinding[]> => {
    const text = createJsonReporter().report({ type: 'finished', report })
    expect(validateReport(JSON.parse(text))).toEqual([])
    const clock = new FakeClock(++replays)
    const budget = new Budget({ maxRequests: 100, maxExecutions: 100, maxTimeMs: 1000 }, () => clock.now())
    const recorded = readReport(text, 'report.json')
    const { findings } = await replayFindings(recorded.findings, {
      contract,
      report: recorded,
      ...TARGET,
      given: { credentials: [], headers: [], isCredential: () => false },
      knowledgeOf: () => ({ known: { parameters: new Map(), bodies: [] }, changes: 'guarded' }),
      sender: new Sender({
        transport: new MemoryTransport(answer),
        basePath: TARGET.basePath,
        keyring: new Keyring([], contract.operations),
        headers: [],
        budget,
        clock,
        signal: new AbortController().signal,
        ratePerSecond: Number.POSITIVE_INFINITY,
      }),
      redaction: redactionOf(contract, []),
      fresh: new FreshValues(clock.now()),
    })
    return findings
  }
  const mend = (): void => {
    isMended = true
  }
  return { verified, replayed, mend }
}

const TEXT: JsonObject = { type: 'string', minLength: 1, maxLength: 30 }
const isTooLong = (name: string): boolean => name.length > 30

function nameIn({ body }: HttpRequest, mediaType: string): string | undefined {
  const text = Buffer.from(body ?? []).toString()
  if (mediaType !== 'application/json') return new URLSearchParams(text).get('name') ?? undefined
  let read: Json
  try {
    read = JSON.parse(text)
  } catch {
    return undefined
  }
  const name = isObject(read) ? property(read, 'name') : undefined
  return typeof name === 'string' ? name : undefined
}

const states = (findings: readonly ReplayedFinding[]): string[] =>
  findings.map(({ state, check, subject }) => `${state}: ${check} ${'constraint' in subject ? subject.constraint : ''}`)

describe.each<[string, Behaviour, string[]]>([
  ['a name in JSON', { status: 409 }, ['request.body /name']],
  ['a name, refused as bad names are', { status: 400 }, ['request.body /name']],
  ['a name in a form', { status: 409, mediaType: 'application/x-www-form-urlencoded' }, ['request.body /name']],
  ['a key in a header', { isKeyed: true }, []],
  ['both', { isKeyed: true, status: 422 }, ['request.body /name']],
])('a finding behind %s that is taken once', (_, behaviour, places) => {
  const too = 'negative_data_rejection op request.body /name maxLength'
  const faulty = () => deployment({ ...behaviour, accepts: isTooLong })

  it('still fails when it is replayed, and is fixed when it is mended', async () => {
    const { verified, replayed, mend } = faulty()
    const { report } = await verified()
    expect(report.findings.map(({ witness }) => witness.renewed)).toEqual([[`request.header.${KEY}`, ...places]])
    for (let time = 0; time < 2; time++) {
      const again = await replayed(report)
      expect(states(again)).toEqual([`still failing: ${too}`])
      expect(again[0]?.now).toMatchObject({
        intermittent: false,
        witness: { renewed: report.findings[0]?.witness.renewed },
      })
      expect(again[0]?.now?.witness.request).not.toEqual(report.findings[0]?.witness.request)
    }
    mend()
    expect(states(await replayed(report))).toEqual([`fixed: ${too}`])
  })

  it('has the request that was sent for a witness', async () => {
    const { verified } = faulty()
    for (const start of [1, 2]) {
      const { report, requests } = await verified(start)
      const [finding] = report.findings
      const body = (request: HttpRequest | undefined) => Buffer.from(request?.body ?? []).toString()
      const shown = finding?.witness.request
      const sent = requests.filter((request) => body(request) === body(shown))
      expect(sent.map(({ headers }) => headerValue(headers, KEY))).toContain(headerValue(shown?.headers ?? [], KEY))
      expect(finding?.witness.curl).toContain(headerValue(shown?.headers ?? [], KEY))
      expect(finding?.witness.curl).toContain(body(shown))
    }
  })
})

it('a finding speaks of the value that was sent', async () => {
  const name: JsonObject = { type: 'string', pattern: '^[a-z]{12,30}$' }
  const { verified } = deployment({ name, status: 409, accepts: (text) => text.length > 12 && !/^[a-z]*$/.test(text) })
  const { report } = await verified()
  expect(report.findings.map(({ subject }) => subject)).toEqual([
    { kind: 'constraint', constraint: 'op request.body /name pattern' },
  ])
  const [{ received = '', witness } = {}] = report.findings
  const sent = witness && nameIn(witness.request, 'application/json')
  expect(sent).toBeDefined()
  expect(received).toContain(JSON.stringify(sent))
})

describe('what cannot be renewed', () => {
  it('is fixed for nobody: there is no other text like the empty one', async () => {
    const { verified, replayed, mend } = deployment({ status: 409, accepts: (name) => name === '' })
    const { report } = await verified()
    expect(states(await replayed(report)).join()).toMatch(
      /^inconclusive: negative_data_rejection op request.body \/name/,
    )
    mend()
    const [after] = await replayed(report)
    expect(after).toMatchObject({
      state: 'inconclusive',
      reason: 'request.body /name must be new in every request, and there is no other value like it',
    })
  })

  it('is fixed for nobody if no run has found out what must be new', async () => {
    const { verified, replayed } = deployment({ status: 409, accepts: isTooLong })
    const { report } = await verified()
    const [finding] = report.findings
    if (!finding) throw new Error('nothing was found')
    const { renewed: _, ...witness } = finding.witness
    const [again] = await replayed({ ...report, findings: [{ ...finding, witness }] })
    expect(again).toMatchObject({ state: 'inconclusive', reason: expect.stringContaining('answered 409') })
  })
})

describe('what need not be new', () => {
  it('is no matter of a report, which is the same in every run', async () => {
    const { verified } = deployment({ accepts: isTooLong, name: { ...TEXT } })
    const [one, other] = [await verified(1), await verified(2)]
    const withoutKey = ({ report: { findings } }: typeof one) =>
      findings.map(({ witness, ...finding }) => ({
        ...finding,
        request: { ...witness.request, headers: witness.request.headers.filter(([name]) => name !== KEY) },
        renewed: witness.renewed,
      }))
    expect(withoutKey(one)).toEqual(withoutKey(other))
    expect(withoutKey(one).map(({ renewed }) => renewed)).toEqual([[`request.header.${KEY}`]])
  })
})

describe('a witness with a name in its path', () => {
  const name = { name: 'name', in: 'path', required: true, schema: { type: 'string', maxLength: 40 } } as const
  const key = { name: KEY, in: 'header', schema: { type: 'string', maxLength: 64 } } as const
  const judge = judgeOf(documentWith({ parameters: [name, key] }, {}, '/things/{name}/parts'))
  const renewed = (path: string, value = 'k'.repeat(65)) => {
    const request = { ...requestOf(`POST ${path}`), headers: [[KEY, value] as const] }
    const recorded: Case = {
      name: 'a case',
      operation: 'op',
      request,
      digest: '',
      judged: judge.request(request),
      credentials: 'configured',
      role: 'planned',
    }
    const places = ['request.path.name', `request.header.${KEY}`]
    const { testCase, stale } = renewedWitness(judge, recorded, places, new FreshValues(1))
    return { target: testCase.request.target, key: headerValue(testCase.request.headers, KEY) ?? '', stale, testCase }
  }

  it('gets another one that names nothing, and breaks what it broke', () => {
    const { target, key: other, stale, testCase } = renewed('/things/fgs-contract-no-such-thing/parts?a=1')
    expect(target).toMatch(/^\/things\/fgs-contract-no-such-thing[a-z]{8}\/parts\?a=1$/)
    expect(other).toMatch(/^(?!k{12})[a-z]{65}$/)
    expect(firstBroken(testCase.judged)?.id).toBe(`op request.header.${KEY} maxLength`)
    expect(stale).toEqual([])
  })

  it('keeps the name of what may be there', () => {
    const { target, stale } = renewed('/things/mine/parts')
    expect(target).toBe('/things/mine/parts')
    expect(stale).toEqual(['request.path.name'])
  })
})
