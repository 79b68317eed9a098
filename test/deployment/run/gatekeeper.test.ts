import { describe, expect, it } from 'vitest'
import { type HttpRequest, type HttpResponse, headerValue, type RequestField } from '../../../src/http/index.ts'
import type { JsonObject } from '../../../src/json/index.ts'
import { createPlan } from '../../../src/planning/cases/index.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { contractOf } from '../../support/contracts.ts'
import { type Answer, conformingAnswer, inTurn, type RunWith, run } from '../../support/in-memory.ts'
import { bytes, responseOf } from '../../support/messages.ts'
import { plannedWith } from '../../support/plan-laws.ts'
import { bundledPlan } from '../../support/verify.ts'

const statuses = (...names: string[]): JsonObject =>
  Object.fromEntries(names.map((status) => [status, { description: '' }]))
const tenant = { name: 'tenant', in: 'path', required: true, schema: { type: 'string', maxLength: 20 } }
const body = (name: string): JsonObject => ({
  required: true,
  content: {
    'application/json': {
      schema: { type: 'object', required: [name], properties: { [name]: { type: 'string', maxLength: 40 } } },
    },
  },
})

const contract = contractOf({
  openapi: '3.1.0',
  info: { title: 'Tenants', version: '1' },
  paths: {
    '/login': {
      post: {
        operationId: 'login',
        security: [],
        requestBody: body('password'),
        responses: statuses('200', '400', '401'),
      },
    },
    '/tenants/{tenant}/notes': {
      post: {
        operationId: 'write',
        parameters: [tenant],
        requestBody: body('text'),
        // A filter's page is no answer of the operation, though the status is documented.
        responses: { ...statuses('200', '400'), '403': { description: '', content: { 'application/json': {} } } },
      },
    },
    '/admin': { get: { operationId: 'administer', responses: statuses('200', '400') } },
  },
  security: [{ token: [] }],
  components: {
    securitySchemes: {
      token: { type: 'http', scheme: 'bearer' },
    },
  },
})
const respond = inTurn(contract)

const verify = (answer: Answer, options: RunWith = {}) => {
  const known = { parameters: new Map([['tenant', ['blue']]]), bodies: [] }
  const plan = createPlan(contract, plannedWith({ known, credentials: true }))
  return run(answer, { contract, plan, credentials: [['authorization', 'Bearer t']], ...options })
}

/** Lets in a token, to one tenant; `guard` has a word before. */
const guarded =
  (guard: (request: HttpRequest) => HttpResponse | undefined = () => undefined): Answer =>
  (request, index) => {
    const early = guard(request)
    if (early) return early
    const path = request.target.split('/')
    if (path[1] === 'login') return respond(request, index)
    if (headerValue(request.headers, 'authorization') !== 'Bearer t') return responseOf(401, '')
    return respond(request, index)
  }

const untested = ({ constraints }: Report): string[] =>
  constraints
    .filter(({ id, state }) => state === 'untested' && / request/.test(id))
    .map(({ id, reason }) => `${id}: ${reason}`)
const isTo = ({ target }: HttpRequest, name: string): boolean => target.split(/[/?]/)[1] === name
const notes = ({ notes }: Report): string => notes.map(({ message }) => message).join('\n')

describe('what is let in, and what is not', () => {
  it('one operation that is refused is closed alone, with its reason', async () => {
    const { report, transport } = await verify(
      guarded((request) => (isTo(request, 'admin') ? responseOf(403, '') : undefined)),
    )
    expect(report.findings).toEqual([])
    expect(untested(report).filter((row) => row.includes('the credentials were refused: it answered 403'))).toEqual(
      untested(report).filter((row) => row.startsWith('administer ')),
    )
    expect(transport.requests.filter((request) => isTo(request, 'admin') && request.method === 'GET')).toHaveLength(1)
    expect(report.constraints.find(({ id }) => id === 'write request.body /text maxLength')?.state).toBe('held')
    expect(report.summary.reason).toMatch(/^1 of 3 operations was not reached: administer /)
  })

  it.each<[string, RequestField[], string]>([
    [
      'no credentials',
      [],
      'the deployment demands credentials, and none were given: it answered 403; give credentials for token and key with --token token=VALUE and --token key=VALUE, or with --header',
    ],
    [
      'one of two',
      [['authorization', 'Bearer t']],
      'the credentials were refused: it answered 403; check the credentials, and give credentials for key with --token key=VALUE, or with --header',
    ],
  ])('with %s, the reason of what is closed names what is missing', async (_, credentials, reason) => {
    const keyed = contractOf({
      openapi: '3.1.0',
      info: { title: 'Keys', version: '1' },
      paths: {
        '/open': { get: { operationId: 'read', security: [], responses: statuses('200') } },
        '/keys': { get: { operationId: 'list', security: [{ token: [], key: [] }], responses: statuses('200') } },
      },
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        },
      },
    })
    const { report } = await run(({ target }) => responseOf(target === '/keys' ? 403 : 200, ''), {
      contract: keyed,
      plan: createPlan(keyed, plannedWith({ credentials: true })),
      credentials,
    })
    expect(report.unreached).toEqual([{ operation: 'list', reason, option: '--token' }])
  })

  describe('of several starting points', () => {
    const projects = (count: number) =>
      contractOf({
        openapi: '3.1.0',
        info: { title: 'Projects', version: '1' },
        paths: Object.fromEntries(
          Array.from({ length: count }, (_, index) => [
            `/p${index}/{project}`,
            {
              get: {
                operationId: `read${index}`,
                parameters: [
                  {
                    name: 'project',
                    in: 'path',
                    required: true,
                    schema: { type: 'string', minLength: 2, maxLength: 20 },
                    examples: { ours: { value: 'red' }, theirs: { value: 'blue' } },
                  },
                ],
                responses: statuses('200', '400', '404'),
              },
            },
          ]),
        ),
      })
    const letting = async (count: number, isLetIn: (project: string) => boolean, status = 403) => {
      const several = projects(count)
      const conforming = inTurn(several)
      return run(
        (request, index) =>
          isLetIn(request.target.split('/')[2] ?? '') ? conforming(request, index) : responseOf(status, ''),
        { contract: several, plan: createPlan(several, plannedWith()) },
      )
    }

    it.each([401, 403])('another may be let in if the first is answered %i', async (status) => {
      const { report } = await letting(1, (project) => project !== 'red', status)
      expect(report.findings).toEqual([])
      expect(report.unreached).toEqual([])
      expect(report.constraints.find(({ id }) => id === 'read0 request.path.project maxLength')?.state).toBe('held')
    })

    it('a few are tried, of a few operations if none lets anything in, and then it is closed', async () => {
      const { report, transport } = await letting(5, () => false)
      expect(report.summary).toMatchObject({ verdict: 'inconclusive', reason: expect.stringContaining('403') })
      expect(report.findings).toEqual([])
      expect(transport.requests.length).toBeGreaterThan(5)
      // The first request of each, and three more of three of them.
      expect(transport.requests.length).toBeLessThanOrEqual(5 + 3 * 3)
    })
  })

  it.each([401, 403])(
    '%i for a tenant that is not the caller’s says nothing of its constraint, and ends nothing',
    async (status) => {
      const { report } = await verify(
        guarded((request) =>
          isTo(request, 'tenants') && request.target.split('/')[2] !== 'blue' ? responseOf(status, '') : undefined,
        ),
      )
      expect(report.findings).toEqual([])
      expect(untested(report).find((row) => row.startsWith('write request.path.tenant maxLength'))).toMatch(
        /: (?:what breaks it alone was answered|no request at its edge)/,
      )
      expect(notes(report)).toMatch(
        new RegExp(`requests were answered ${status} and not judged, .*: (?:.*; )?write request.path.tenant maxLength`),
      )
      expect(report.constraints.find(({ id }) => id === 'write request.body /text maxLength')?.state).toBe('held')
    },
  )

  it('a login that documents 401 refuses no credentials', async () => {
    const { report, transport } = await verify(
      guarded((request) => (isTo(request, 'login') && request.method === 'POST' ? responseOf(401, '') : undefined)),
    )
    expect(transport.requests.filter((request) => isTo(request, 'login')).length).toBeGreaterThan(2)
    expect(untested(report).filter((row) => row.includes('credentials were refused'))).toEqual([])
    expect(report.constraints.find(({ id }) => id === 'write request.body /text maxLength')?.state).toBe('held')
  })

  it('credentials that are let in nowhere end the run', async () => {
    const { report, transport } = await verify((request, index) =>
      isTo(request, 'login') ? responseOf(401, '') : guarded(() => responseOf(401, ''))(request, index),
    )
    expect(report.summary).toMatchObject({
      verdict: 'inconclusive',
      reason: expect.stringMatching(/^the credentials were refused: it answered 401/),
    })
    expect(transport.requests.length).toBeLessThanOrEqual(3 + 2 * 3)
  })

  it('a filter’s page about one text is about that text alone', async () => {
    const page = responseOf(403, bytes('<html>Blocked</html>'), [['content-type', 'text/html']])
    const hasMarkup = ({ body: sent }: HttpRequest): boolean =>
      /[<\u{1F600}]|\\u0000/u.test(Buffer.from(sent ?? []).toString())
    const { report } = await verify(guarded((request) => (hasMarkup(request) ? page : undefined)))
    expect(report.findings).toEqual([])
    expect(report.constraints.find(({ id }) => id === 'write request.body /text maxLength')?.state).toBe('held')
    const told = report.notes
      .map(({ message }) => message)
      .filter((message) => message.includes(' answered 403 and not judged'))
    expect(told).toHaveLength(1)
    expect(told.join('\n')).toMatch(/[:;] write, request\.body \/text: maxLength − 1, awkward text/)
    expect(told.join('\n')).not.toMatch(/write, .* more/)
  })
})

describe('a server error in the words of the platform', () => {
  const down = (status: number): HttpResponse =>
    responseOf(status, { error_code: 'APIG.0201', error_msg: 'Backend down.' })

  it.each([502, 504])('%i to each body that is to be refused is the deployment’s', async (status) => {
    const { report } = await run((request, index) => {
      const answer = conformingAnswer(request, index)
      return answer.status === 400 ? down(status) : answer
    })
    expect(report.summary.verdict).toBe('fail')
    expect(new Set(report.findings.map(({ check }) => check))).toEqual(new Set(['not_a_server_error']))
    expect(report.findings.map(({ subject }) => 'constraint' in subject && subject.constraint)).toContain(
      'startSyncWorkflowExecution request.path.project_id maxLength',
    )
  })

  it('that passes is none', async () => {
    let isFirst = true
    const { report } = await run((request, index) => {
      const answer = conformingAnswer(request, index)
      if (answer.status !== 400 || !isFirst) return answer
      isFirst = false
      return responseOf(500, { error_code: 'APIG.0201', error_msg: 'Backend down.' })
    })
    expect(report.findings).toEqual([])
    expect(report.summary.verdict).toBe('pass')
  })
})

it('credentials that are let in no more at the end make a run inconclusive', async () => {
  const { report } = await run(
    (request, index) =>
      index < 20 ? conformingAnswer(request, index) : responseOf(401, { error_code: 'APIG.0301', error_msg: '-' }),
    { plan: bundledPlan({}, true), credentials: [['X-Auth-Token', 't']] },
  )
  expect(report.findings.filter(({ check }) => check !== 'ignored_auth')).toEqual([])
  expect(report.summary).toMatchObject({
    verdict: 'inconclusive',
    reason: expect.stringMatching(
      /^the credentials were refused: the platform said APIG\.0301.*, which had been let in before$/,
    ),
  })
})
