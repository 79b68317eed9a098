import { describe, expect, it } from 'vitest'
import { bundled } from '../../../src/contract/documents/index.ts'
import type { Contract } from '../../../src/contract/model/index.ts'
import { type RecordedFinding, replayFindings } from '../../../src/deployment/replay/index.ts'
import { Budget, FreshValues, Keyring, redactionOf, Sender } from '../../../src/deployment/run/index.ts'
import type { FaultKind, HttpResponse } from '../../../src/http/index.ts'
import { CREDENTIAL_CASES } from '../../../src/planning/cases/index.ts'
import type { ReplayedFinding, ReplayReport } from '../../../src/report/results/index.ts'
import { fittingResponse, REQUESTS } from '../../support/exchanges.ts'
import { FakeClock, MemoryTransport } from '../../support/in-memory.ts'
import { responseOf } from '../../support/messages.ts'

const OPERATION = 'startSyncWorkflowExecution'

/** Answers of 200 that break the contract. */
const BROKEN = {
  'a wrong status': responseOf(200, { status: 'done' }),
  'wrong errors': responseOf(200, { status: 'success', errors: 1 }),
} satisfies Readonly<Record<string, HttpResponse>>

const isBroken = (answer: number | string): answer is keyof typeof BROKEN => Object.hasOwn(BROKEN, answer)

/** What comes back, in order; the last one comes back for good. */
type Answers = readonly (number | FaultKind | keyof typeof BROKEN | HttpResponse)[]

type Recorded = Pick<RecordedFinding, 'check' | 'subject' | 'class' | 'request' | 'status'> & Partial<RecordedFinding>

const about = (constraint: string): RecordedFinding['subject'] => ({
  kind: 'constraint',
  constraint: `${OPERATION} ${constraint}`,
})
const named = (name: string): RecordedFinding['subject'] => ({ kind: 'case', case: name })

/** One finding of each kind, as a report has it. */
const RECORDED = {
  'an accepted breach': {
    check: 'negative_data_rejection',
    subject: about('request.body /input type'),
    class: 'accepted',
    request: REQUESTS.breaking,
    status: 200,
  },
  'a refused request': {
    check: 'positive_data_acceptance',
    subject: named('a case'),
    class: 'refused',
    request: REQUESTS.conforming,
    status: 400,
  },
  'a refused value': {
    check: 'positive_data_acceptance',
    subject: about('request.path.project_id maxLength'),
    class: 'refused',
    request: REQUESTS.conforming,
    status: 400,
  },
  'a server error': {
    check: 'not_a_server_error',
    subject: about('request.body /input type'),
    class: 'server error',
    request: REQUESTS.breaking,
    status: 500,
  },
  'a hang': {
    check: 'complete_response',
    subject: named('a case'),
    class: 'timeout',
    request: REQUESTS.conforming,
    status: undefined,
  },
  'a cut connection': {
    check: 'complete_response',
    subject: named('a case'),
    class: 'reset',
    request: REQUESTS.conforming,
    status: undefined,
  },
  'a wrong value': {
    check: 'response_schema_conformance',
    subject: about('response.200 /status enum'),
    class: 'other',
    request: REQUESTS.conforming,
    status: 200,
  },
  'an undocumented status': {
    check: 'status_code_conformance',
    subject: about('response.200 status'),
    class: 'status 201',
    request: REQUESTS.conforming,
    status: 201,
  },
  'a method that is let in': {
    check: 'unsupported_method',
    subject: about('request method'),
    class: 'accepted',
    request: REQUESTS.method,
    status: 200,
  },
  'a caller without credentials that is let in': {
    check: 'ignored_auth',
    subject: about('request security'),
    class: 'none',
    request: REQUESTS.none,
    status: 200,
    name: CREDENTIAL_CASES.none,
  },
  'a wrong value now and then': {
    check: 'response_schema_conformance',
    subject: about('response.200 /status enum'),
    class: 'other',
    request: REQUESTS.conforming,
    status: 200,
    intermittent: true,
  },
  'a server error now and then': {
    check: 'not_a_server_error',
    subject: named('status 500 now and then'),
    class: 'server error',
    request: REQUESTS.conforming,
    status: 500,
    intermittent: true,
  },
  'a refusal now and then': {
    check: 'positive_data_acceptance',
    subject: named('status 400 now and then'),
    class: 'refused',
    request: REQUESTS.conforming,
    status: 400,
    intermittent: true,
  },
} satisfies Readonly<Record<string, Recorded>>

type Name = keyof typeof RECORDED

const recordedOf = (recorded: Recorded, number = 1): RecordedFinding => ({
  number,
  id: `finding ${number}`,
  severity: 'error',
  intermittent: false,
  operation: OPERATION,
  name: 'a case',
  seed: 1,
  ...recorded,
})

interface Replayed extends Pick<ReplayReport, 'findings' | 'verdict'> {
  readonly requests: number
}

async function replayAll(
  findings: readonly RecordedFinding[],
  answers: Answers,
  contract: Contract = bundled(),
): Promise<Replayed> {
  const transport = new MemoryTransport((_, index) => {
    const answer = answers[Math.min(index, answers.length - 1)] ?? 200
    if (typeof answer === 'number') return fittingResponse(answer)
    if (typeof answer === 'object') return answer
    return isBroken(answer) ? BROKEN[answer] : answer
  })
  const clock = new FakeClock()
  const maxRequests = 100
  const budget = new Budget({ maxRequests, maxExecutions: maxRequests, maxTimeMs: 1000 }, () => clock.now())
  const sender = new Sender({
    transport,
    basePath: '',
    keyring: new Keyring([], bundled().operations),
    headers: [],
    budget,
    clock,
    signal: new AbortController().signal,
    ratePerSecond: Number.POSITIVE_INFINITY,
  })
  const { title, digest } = bundled()
  const replayed = await replayFindings(findings, {
    contract,
    report: { file: 'report.json', contract: { title, digest }, target: 'https://deployment.test', findings },
    basePath: '',
    given: { credentials: [], headers: [], isCredential: ([name]) => name === 'x-key' },
    knowledgeOf: () => ({ known: { parameters: new Map(), bodies: [] }, changes: 'allowed' }),
    sender,
    origin: 'https://deployment.test',
    redaction: redactionOf(bundled(), []),
    fresh: new FreshValues(0),
  })
  return { ...replayed, requests: transport.requests.length }
}

/** `changed: error response_schema_conformance response.200 /status enum (other)` */
function told({ state, reason, now }: ReplayedFinding): string {
  const subject = now?.subject.kind === 'constraint' ? now.subject.constraint.slice(OPERATION.length + 1) : 'a case'
  const shown = now && `${now.check} ${subject} (${now.class})${now.intermittent ? ' now and then' : ''}`
  return [state, reason ?? shown].filter((part) => part !== undefined).join(': ')
}

async function replay(recorded: Recorded, answers: Answers): Promise<string> {
  const { findings } = await replayAll([recordedOf(recorded)], answers)
  return findings.map(told).join()
}

describe('a finding is still failing if its witness shows the same defect', () => {
  it.each<[Name, Answers, string]>([
    ['an accepted breach', [200], 'negative_data_rejection request.body /input type (accepted)'],
    ['a refused request', [400], 'positive_data_acceptance a case (refused)'],
    ['a refused value', [400], 'positive_data_acceptance request.path.project_id maxLength (refused)'],
    ['a server error', [500], 'not_a_server_error request.body /input type (server error)'],
    ['a server error', [503], 'not_a_server_error request.body /input type (server error)'],
    ['a hang', ['timeout'], 'complete_response a case (timeout)'],
    ['a cut connection', ['reset'], 'complete_response a case (reset)'],
    ['a wrong value', ['a wrong status'], 'response_schema_conformance response.200 /status enum (other)'],
    ['an undocumented status', [201], 'status_code_conformance response.200 status (status 201)'],
    ['a method that is let in', [200], 'unsupported_method request method (accepted)'],
    ['a caller without credentials that is let in', [200], 'ignored_auth request security (none)'],
  ])('%s, answered %j', async (name, answers, shown) => {
    expect(await replay(RECORDED[name], answers)).toBe(`still failing: ${shown}`)
  })

  it.each<[Name, Answers]>([
    ['a wrong value', ['a wrong status', 200]],
    ['a wrong value now and then', [200, 200, 200, 'a wrong status']],
    ['a server error now and then', [500, 200]],
    ['a server error now and then', [200, 200, 500]],
    ['a refusal now and then', [400, 200]],
    ['a refusal now and then', [200, 400]],
    ['an undocumented status', [201, 200]],
    ['an accepted breach', [200, 400]],
    ['a refused request', [400, 200]],
  ])('now and then: %s, answered %j', async (name, answers) => {
    expect(await replay(RECORDED[name], answers)).toMatch(/^still failing: .* now and then$/)
  })

  it('and trouble that passes in between says nothing', async () => {
    expect(await replay(RECORDED['a wrong value'], ['a wrong status', 500, 'reset', 'a wrong status'])).not.toMatch(
      /now and then/,
    )
  })

  it('in any of the classes that it was seen in', async () => {
    const recorded = { ...RECORDED['an undocumented status'], classes: ['status 204', 'status 201'] }
    expect(await replay(recorded, [201])).toMatch(/^still failing/)
    expect(await replay({ ...recorded, class: 'status 204' }, [201])).toMatch(/^changed/)
  })
})

describe('the same execution for two requests', () => {
  const executing = (id: string): HttpResponse =>
    responseOf(200, { status: 'success', execution_id: id }, [['content-type', 'application/json']])
  const same: Recorded = {
    check: 'advisory',
    subject: named('response.200: the same execution for two requests'),
    class: 'the same id',
    request: REQUESTS.conforming,
    status: 200,
  }
  const ID = 'a8aff955-ea10-4ffd-b426-190bc192dc14'
  const OTHER = 'b8aff955-ea10-4ffd-b426-190bc192dc14'

  it.each<[string, Answers, string]>([
    ['still there', [executing(ID)], 'still failing: advisory a case (the same id)'],
    [
      'there now and then',
      [executing(ID), executing(ID), executing(OTHER)],
      'still failing: advisory a case (the same id) now and then',
    ],
    ['gone', [executing(ID), executing(OTHER)], 'fixed'],
    ['not told by a request that is refused', [400], 'inconclusive: answered 400, and only two accepted requests tell'],
    [
      'not told if the second one is refused',
      [executing(ID), 404],
      'inconclusive: answered 404, and only two accepted requests tell',
    ],
  ])('is %s', async (_, answers, expected) => {
    expect(await replay(same, answers)).toBe(expected)
  })

  it('takes two requests', async () => {
    expect((await replayAll([recordedOf(same)], [executing(ID), executing(OTHER)])).requests).toBe(2)
  })
})

describe('it is fixed if its witness is answered as the contract asks', () => {
  it.each<[Name, Answers]>([
    ['an accepted breach', [400]],
    ['a refused request', [200]],
    ['a refused value', [200]],
    ['a server error', [400]],
    ['a hang', [200]],
    ['a cut connection', [200]],
    ['a wrong value', [200]],
    ['an undocumented status', [200]],
    ['a method that is let in', [405]],
    ['a method that is let in', [404]],
    ['a caller without credentials that is let in', [401]],
  ])('%s, answered %j', async (name, answers) => {
    expect(await replay(RECORDED[name], answers)).toBe('fixed')
  })

  it.each<[Name, Answers]>([
    ['a server error', [500, 400]],
    ['a server error', [500, 'reset', 500, 400]],
    ['a cut connection', ['reset', 'reset', 200]],
  ])('trouble has to repeat: %s, answered %j', async (name, answers) => {
    expect(await replay(RECORDED[name], answers)).toBe('fixed')
  })

  it('what was met now and then is sent four times before that is said', async () => {
    const { findings, requests } = await replayAll([recordedOf(RECORDED['a wrong value now and then'])], [200])
    expect(findings.map(told)).toEqual(['fixed: it was met now and then; it was sent 4 times, and not met'])
    expect(requests).toBe(4)
  })
})

describe('it has changed if its witness shows another defect', () => {
  it.each<[Name, Answers, string]>([
    ['an accepted breach', [500], 'not_a_server_error request.body /input type (server error)'],
    ['an accepted breach', [422], 'status_code_conformance response.400 status (status 422)'],
    ['a refused request', [500], 'not_a_server_error a case (server error)'],
    ['a wrong value', ['wrong errors'], 'response_schema_conformance response.200 /errors type (integer)'],
    ['a wrong value', [400], 'positive_data_acceptance a case (refused)'],
    ['a hang', ['reset'], 'complete_response a case (reset)'],
    ['an undocumented status', [204], 'status_code_conformance response.200 status (status 204)'],
  ])('%s, answered %j', async (name, answers, shown) => {
    expect(await replay(RECORDED[name], answers)).toBe(`changed: ${shown}`)
  })

  it('but not by a defect that another finding of the report is about', async () => {
    const { findings } = await replayAll(
      [
        recordedOf(RECORDED['a refused request'], 1),
        recordedOf({ ...RECORDED['a server error'], subject: named('a case'), request: REQUESTS.conforming }, 2),
      ],
      [500],
    )
    expect(findings.map(({ state }) => state)).toEqual(['fixed', 'still failing'])
  })
})

describe('it is inconclusive if the answer says nothing of it', () => {
  const unknown = 'answered 404, which may be of what is not known: it proves nothing'
  it.each<[Name, Answers, string]>([
    ['an accepted breach', [404], unknown],
    ['a refused request', [404], unknown],
    ['a wrong value', [404], unknown],
    ['a wrong value', ['refused'], 'A fault: refused.'],
    ['a refused request', [401], 'answered 401: check the credentials'],
    ['an accepted breach', [403], 'answered 403: check the credentials'],
  ])('%s, answered %j', async (name, answers, reason) => {
    expect(await replay(RECORDED[name], answers)).toBe(`inconclusive: ${reason}`)
  })

  it('a wrong value of a 400 that is a success now', async () => {
    const recorded: Recorded = {
      ...RECORDED['a wrong value'],
      subject: about('response.400 /error_code type'),
      request: REQUESTS.tolerated,
      status: 400,
    }
    expect(await replay(recorded, [200])).toBe(
      'inconclusive: answered 200, and the finding is about an answer with 400',
    )
  })

  it('nothing more is sent once the target cannot be reached', async () => {
    const { findings, requests } = await replayAll(
      [recordedOf(RECORDED['a wrong value'], 1), recordedOf(RECORDED['an accepted breach'], 2)],
      ['unresolved'],
    )
    expect(findings.map(told)).toEqual(['inconclusive: A fault: unresolved.', 'inconclusive: A fault: unresolved.'])
    expect(requests).toBe(1)
  })
})

describe('its witness cannot be sent', () => {
  it.each<[string, Recorded, string]>([
    [
      'of an operation that is gone',
      { ...RECORDED['a wrong value'], operation: 'another' },
      'the contract at hand has no such operation',
    ],
    [
      'of a constraint that is gone',
      { ...RECORDED['an accepted breach'], subject: about('request.body /input maxLength') },
      'the contract at hand has no such constraint',
    ],
    [
      'of a request that keeps the constraint',
      { ...RECORDED['an accepted breach'], request: REQUESTS.conforming },
      'by the contract at hand its request does not break the constraint',
    ],
    [
      'of a request that is not allowed any more',
      { ...RECORDED['a refused request'], request: REQUESTS.breaking },
      'the contract at hand does not allow its request',
    ],
    [
      'of a client',
      { ...RECORDED['a wrong value'], check: 'complete_result' },
      'its finding is about a client, and not about a deployment',
    ],
    [
      'with a secret that is not shown',
      { ...RECORDED['a wrong value'], request: { ...REQUESTS.conforming, headers: [['x-key', '***']] } },
      'it carried x-key, which no report shows: give it with --token, with --ak and --sk, or with --header',
    ],
    [
      'with a header that is not shown, and that no token sets',
      { ...RECORDED['a wrong value'], request: { ...REQUESTS.conforming, headers: [['prefer', '***']] } },
      'it carried prefer, which no report shows: give it with --header',
    ],
  ])('%s', async (_, recorded, reason) => {
    const { findings, requests } = await replayAll([recordedOf(recorded)], [200])
    expect(findings.map(told)).toEqual([`cannot be sent: ${reason}`])
    expect(requests).toBe(0)
  })
})

it('its operation is closed, for a reason', async () => {
  const closed = { id: 'shut', method: 'GET', path: '/shut', tags: [], source: { file: '', pointer: '' } }
  const contract = { ...bundled(), closed: [{ ...closed, reason: 'not planned: api.json:1 #/a: odd' }] }
  const recorded = recordedOf({ ...RECORDED['a wrong value'], operation: 'shut' })
  const { findings } = await replayAll([recorded], [200], contract)
  expect(findings.map(told)).toEqual(['cannot be sent: not planned: api.json:1 #/a: odd'])
})

describe('the verdict of a replay', () => {
  const gone: Recorded = { ...RECORDED['a wrong value'], operation: 'another' }
  const advisory: Recorded = { ...RECORDED['a wrong value'], severity: 'advisory' }
  it.each<[string, readonly Recorded[], Answers, ReplayReport['verdict']]>([
    ['passes if all is fixed', [RECORDED['a wrong value'], RECORDED['an undocumented status']], [200], 'pass'],
    ['fails if anything still fails', [RECORDED['a wrong value'], RECORDED['an accepted breach']], [200], 'fail'],
    ['fails if anything has changed', [RECORDED['a wrong value']], [500], 'fail'],
    ['is inconclusive if something is not known', [RECORDED['a wrong value'], gone], [200], 'inconclusive'],
    ['leaves advisories aside', [advisory, RECORDED['an undocumented status']], ['a wrong status'], 'pass'],
    ['counts advisories if there is nothing else', [advisory], ['a wrong status'], 'fail'],
  ])('%s', async (_, recorded, answers, verdict) => {
    const findings = recorded.map((finding, index) => recordedOf(finding, index + 1))
    expect((await replayAll(findings, answers)).verdict).toBe(verdict)
  })
})

it('what several findings share is sent once for all', async () => {
  const { findings, requests } = await replayAll(
    [recordedOf(RECORDED['a wrong value'], 1), recordedOf(RECORDED['an undocumented status'], 2)],
    [200],
  )
  expect(findings.map(({ state }) => state)).toEqual(['fixed', 'fixed'])
  expect(requests).toBe(1)
})
