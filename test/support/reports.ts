import { type HeaderList, Redaction } from '../../src/http/index.ts'
import {
  type CheckName,
  type ConstraintState,
  type Finding,
  findingId,
  type LedgerRow,
  type Report,
  type Reporter,
  type RunEvent,
  type Summary,
  type Verdict,
  type Witness,
  writeEvidence,
} from '../../src/report/results/index.ts'

/** Sample reports, as a run might give them, for the tests of every reporter. All are the same on every call. */

const OPERATION = 'startSyncWorkflowExecution'
const FILE = 'specs/start-sync-workflow-execution.yaml'
const TARGET = 'https://functiongraph.cn-north-4.myhuaweicloud.com'
const SEED = 20_201
const PATH = '/v2/2b7b4a6dd0e64a5bb0b9a5d5a1c9f111/fgs/workflows/5f6b2a4e-0f6c-4b5c-9d2e-2f1f6a3b7c10/sync-executions'

/** Credentials in the exchange of a sample. No reporter may show them. */
export const secrets = ['MIIFvwYJKoZIhvcNAQcCoIIFsDCCBawCAQEx', 'session=4f1c7b2ae9d04c0f'] as const

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

export interface RowSample {
  /** The id without the operation. */
  readonly name: string
  readonly operation?: string
  readonly value?: LedgerRow['value']
  readonly state?: ConstraintState
  readonly line?: number
  readonly reason?: string
}

export function ledgerRow({
  name,
  operation = OPERATION,
  value = true,
  state = 'held',
  line,
  reason,
}: RowSample): LedgerRow {
  return {
    id: `${operation} ${name}`,
    operation,
    party: name.startsWith('request') ? 'client' : 'deployment',
    value,
    source: {
      file: FILE,
      pointer: `/paths/~1v2/post/${name.replaceAll(' ', '/')}`,
      ...(line === undefined ? {} : { line }),
    },
    state,
    ...(reason === undefined ? {} : { reason }),
  }
}

export interface FindingSample {
  readonly constraint?: string
  /** The finding's operation, if it has no constraint. */
  readonly case?: string
  readonly operation?: string
  readonly check?: CheckName
  readonly severity?: Finding['severity']
  readonly class?: string
  readonly intermittent?: boolean
  readonly message: string
  readonly expected: string
  readonly received: string
  readonly occurrences?: number
  readonly known?: Finding['known']
  readonly places?: NonNullable<Finding['places']>
  readonly witness?: Partial<Witness>
}

export function finding(sample: FindingSample): Finding {
  const { operation = OPERATION, check = 'negative_data_rejection', constraint } = sample
  const subject: Finding['subject'] =
    constraint === undefined
      ? { kind: 'case', case: sample.case ?? 'smallest body' }
      : { kind: 'constraint', constraint: `${operation} ${constraint}` }
  const about = subject.kind === 'constraint' ? subject.constraint : subject.case
  return {
    id: findingId(check, about, sample.class ?? 'accepted'),
    subject,
    check,
    severity: sample.severity ?? 'error',
    class: sample.class ?? 'accepted',
    intermittent: sample.intermittent ?? false,
    operation,
    message: sample.message,
    expected: sample.expected,
    received: sample.received,
    witness: { ...witness(about), ...sample.witness },
    ...(sample.known && { known: sample.known }),
    ...(sample.places && { places: sample.places }),
    occurrences: sample.occurrences ?? 1,
  }
}

const requestHeaders: HeaderList = [
  ['content-type', 'application/json'],
  ['x-auth-token', '***'],
]

const success = JSON.stringify({
  execution_id: '48aff955-ea10-4ffd-b426-190bc192dc14',
  status: 'success',
  output: { result: 200, message: 'success' },
  begin_time: '2021-01-01T00:00:00Z',
  end_time: '2021-01-01T00:00:00Z',
})

function witness(about: string, target = PATH, body = '{"input":{}}', answer = success): Witness {
  return {
    request: { method: 'POST', target, headers: requestHeaders, body: bytes(body) },
    response: response(200, answer),
    curl: curl(target, body),
    replay: { case: about, seed: SEED },
  }
}

const curl = (target: string, body: string): string =>
  `curl --path-as-is -g -X POST '${TARGET}${target}' -H 'content-type: application/json' ` +
  `-H 'x-auth-token: ***' --data-binary '${body}'`

const response = (status: number, body: string): Extract<Witness['response'], { status: number }> => ({
  status,
  headers: [
    ['content-type', 'application/json'],
    ['x-request-id', '7d3f0c9a1be24c6f8a5e'],
  ],
  body: bytes(body),
})

export type SummarySample = Partial<Pick<Summary, 'reason' | 'requests' | 'executions' | 'durationMs'>>

/** A report whose summary counts its findings and constraints. */
export function report(
  verdict: Verdict,
  parts: { findings?: readonly Finding[]; constraints?: readonly LedgerRow[]; notes?: readonly string[] },
  summary: SummarySample = {},
): Report {
  const { findings = [], constraints = [], notes = [] } = parts
  const severe = (severity: Finding['severity']) =>
    findings.filter((each) => each.severity === severity && !each.known).length
  const inState = (state: ConstraintState) => constraints.filter((each) => each.state === state).length
  return {
    version: 1,
    tool: { name: 'fgs-contract', version: '0.1.0' },
    contract: { title: 'FunctionGraph', version: '2.0', digest: '9a3c'.repeat(16) },
    target: TARGET,
    seed: SEED,
    plan: { digest: '3f9a1c2b7d10e58c'.repeat(4), requests: 64, executions: 8 },
    summary: {
      verdict,
      requests: 64,
      executions: 8,
      durationMs: 1234.5,
      ...summary,
      findings: {
        error: severe('error'),
        advisory: severe('advisory'),
        known: findings.filter(({ known }) => known).length,
      },
      constraints: {
        held: inState('held'),
        broken: inState('broken'),
        untested: inState('untested'),
        implied: inState('implied'),
      },
    },
    findings,
    constraints,
    notes: notes.map((message) => ({ message })),
  }
}

const NO_FAIL = 'no execution failed: give an input that fails, with --body FILE'
const NO_500 = 'the deployment never answered 500'
const COSTLY = 'left out by --max-executions 8'

/** The ledger of the bundled contract in short: all held, except what a run can seldom see. */
export const ledger: readonly LedgerRow[] = [
  ledgerRow({
    name: 'request.path.project_id minLength',
    value: 1,
    state: 'implied',
    line: 21,
    reason: 'an empty segment is another path',
  }),
  ledgerRow({ name: 'request.path.project_id maxLength', value: 64, line: 22 }),
  ledgerRow({ name: 'request.path.workflow_id maxLength', value: 512, line: 30 }),
  ledgerRow({ name: 'request.body required', line: 33 }),
  ledgerRow({ name: 'request.body mediaType', value: ['application/json'], line: 35 }),
  ledgerRow({ name: 'request.body /input required', value: 'input', line: 40 }),
  ledgerRow({ name: 'request.body /input type', value: ['object'], line: 47 }),
  ledgerRow({ name: 'request.body /headers type', value: ['object'], line: 44 }),
  ledgerRow({ name: 'request method', value: ['POST'], line: 15 }),
  ledgerRow({ name: 'response.200 status', value: '200', line: 52 }),
  ledgerRow({ name: 'response.200 /status enum', value: ['success', 'fail', 'timeout'], line: 68 }),
  ledgerRow({ name: 'response.200 /execution_id maxLength', value: 64, line: 63 }),
  ledgerRow({ name: 'response.200 /begin_time format', value: 'date-time', line: 80 }),
  ledgerRow({ name: 'response.200 advisory 0', value: 'output only with success', line: 96 }),
  ...[
    'maxItems',
    '/*/node_id maxLength',
    '/*/error_message maxLength',
    '/*/begin_time format',
    '/*/end_time format',
  ].map((name, index) =>
    ledgerRow({
      name: `response.200 /errors${name.startsWith('/') ? '' : ' '}${name}`,
      value: 200,
      state: 'untested',
      line: 84 + index,
      reason: NO_FAIL,
    }),
  ),
  ledgerRow({ name: 'response.400 /error_code maxLength', value: 36, line: 110 }),
  ledgerRow({ name: 'response.500 /error_code maxLength', value: 36, state: 'untested', line: 110, reason: NO_500 }),
  ledgerRow({ name: 'response.500 /error_msg maxLength', value: 512, state: 'untested', line: 114, reason: NO_500 }),
  ledgerRow({
    name: 'request.body /headers additionalProperties',
    value: {},
    state: 'untested',
    line: 45,
    reason: COSTLY,
  }),
]

const breaking = (findings: readonly Finding[]): readonly LedgerRow[] => {
  const broken = new Set(findings.flatMap(({ subject }) => (subject.kind === 'constraint' ? [subject.constraint] : [])))
  return ledger.map((row) => (broken.has(row.id) ? { ...row, state: 'broken' } : row))
}

export const passReport = (): Report => report('pass', { constraints: ledger })

const advisory = (): Finding =>
  finding({
    constraint: 'response.200 advisory 0',
    check: 'advisory',
    severity: 'advisory',
    class: 'errors with success',
    message: 'A success carries errors, which the documentation allows only for fail.',
    expected: 'no errors, or status fail',
    received: 'status success with 1 error',
    occurrences: 8,
    witness: { response: response(200, '{"status":"success","errors":[{"error_message":"Exception happened"}]}') },
  })

/** Passed, with an advisory. */
export const advisoryReport = (): Report =>
  report('pass', {
    findings: [advisory()],
    constraints: ledger,
    notes: ['One 500 did not repeat when it was sent again.'],
  })

/** Six findings, one of each sort. */
export function failReport(): Report {
  const longId = `/v2/${'a'.repeat(65)}/fgs/workflows/5f6b2a4e-0f6c-4b5c-9d2e-2f1f6a3b7c10/sync-executions`
  const findings = [
    advisory(),
    finding({
      constraint: 'request.path.project_id maxLength',
      message: 'A project_id of 65 characters was accepted; 64 are the most that the contract allows.',
      expected: 'one of 400, 404, 500 with its documented shape',
      received: '200',
      occurrences: 3,
      witness: witness('request.path.project_id maxLength: 65', longId),
    }),
    finding({
      constraint: 'response.200 /status enum',
      check: 'response_schema_conformance',
      class: 'other value',
      message: 'The status of an execution is none of the documented values.',
      expected: '/status one of "success", "fail", "timeout"',
      received: '/status "done"',
      occurrences: 12,
      places: [OPERATION, 'showExecution'].map((operation) => ({
        operation,
        constraint: `${operation} response.200 /status enum`,
      })),
      witness: { response: response(200, success.replace('"status":"success"', '"status":"done"')) },
    }),
    finding({
      constraint: 'request.body /input required',
      check: 'status_code_conformance',
      class: 'status 422',
      message: 'A body without input was refused with a status that the contract does not document.',
      expected: '400 or 404 with its documented shape',
      received: '422',
      witness: {
        request: { method: 'POST', target: PATH, headers: requestHeaders, body: bytes('{}') },
        response: response(422, '{"detail":"input: field required"}'),
        curl: curl(PATH, '{}'),
      },
    }),
    finding({
      case: 'hazard: lone surrogate in a value of input',
      check: 'not_a_server_error',
      class: '500',
      intermittent: true,
      message: 'A conforming request made the deployment fail.',
      expected: 'success, or a documented 4xx',
      received: '500',
      witness: {
        request: { method: 'POST', target: PATH, headers: requestHeaders, body: bytes('{"input":{"a":"\\ud800"}}') },
        response: { ...response(500, ''), headers: [['content-length', '0']] },
        curl: curl(PATH, '{"input":{"a":"\\ud800"}}'),
      },
    }),
    finding({
      case: 'one large body',
      check: 'complete_response',
      class: 'timeout',
      message: 'No answer came within 30 s, although a like request was answered in time.',
      expected: 'a whole response within 30 s',
      received: 'no response',
      witness: {
        request: {
          method: 'POST',
          target: PATH,
          headers: requestHeaders,
          body: bytes(JSON.stringify({ input: { text: 'lorem ipsum dolor sit amet '.repeat(400) } })),
        },
        response: { fault: 'The deployment did not answer within 30 s.' },
        curl: curl(PATH, JSON.stringify({ input: { text: 'lorem ipsum dolor sit amet '.repeat(400) } })),
      },
    }),
  ]
  return report('fail', {
    findings,
    constraints: breaking(findings),
    notes: [
      'Two answers 429 were waited for, 3 s in all.',
      'The plan was cut at 8 executions; 4 more would test 1 more constraint.',
    ],
  })
}

export const unreachableReport = (): Report =>
  report(
    'inconclusive',
    {
      constraints: ledger.map((row) =>
        row.state === 'implied' ? row : { ...row, state: 'untested', reason: 'nothing was answered' },
      ),
    },
    {
      reason: `Nothing answers at ${TARGET}: the connection was refused. Check --target.`,
      requests: 1,
      executions: 1,
      durationMs: 41,
    },
  )

export const nothingSentReport = (): Report =>
  report(
    'inconclusive',
    {
      constraints: ledger.map((row) =>
        row.state === 'implied' ? row : { ...row, state: 'untested', reason: 'left out by --max-requests 0' },
      ),
    },
    { reason: 'No request was sent: --max-requests is 0', requests: 0, executions: 0, durationMs: 2 },
  )

/** As many findings as a deployment gets that keeps no promise, over several operations. */
export function manyFindingsReport(count = 300, operations = 3): Report {
  const findings = Array.from({ length: count }, (_, index) =>
    finding({
      operation: `operation${index % operations}`,
      constraint: `request.body /property${index} maxLength`,
      severity: index % 10 === 9 ? 'advisory' : 'error',
      message: `A property${index} that is one character too long was accepted.`,
      expected: '400 with its documented shape',
      received: '200',
      occurrences: (index % 4) + 1,
    }),
  )
  const constraints = findings.map(({ operation }, index) =>
    ledgerRow({
      operation,
      name: `request.body /property${index} maxLength`,
      value: 64,
      state: 'broken',
      line: index + 10,
    }),
  )
  return report('fail', { findings, constraints }, { requests: 12_345, executions: 678, durationMs: 125_000 })
}

/** Text from elsewhere that tries to be markup or a command. */
export const hostileText = [
  '\u001b[2J\u001b[31mPASS\u001b[0m', // ANSI: clears the screen
  '\u009b2J\u0007\b\u007f\0', // C1 and other controls
  '\u202egnp.exe\u2066\u200b', // bidi override and isolate, zero-width space
  'a\r\nPASS  0 requests\u2028\u2029\u0085', // new lines of every kind
  '<script>alert(1)</script>&amp;"\'` <!-- --> ]]>', // HTML and XML
  '| a | **b** ![x](http://evil.example) | :: ::error::no', // Markdown, workflow commands
  'lone \ud800 and \udfff', // no Unicode text
  '\u{e0041}\u{1f469}\u200d\u{1f4bb} 漢字 e\u0301', // tags, joined, wide, combining
].join(' ')

/** A report with `text` in every place that can have text of a deployment or a document. */
export function hostileReport(text = hostileText): Report {
  const operation = `${OPERATION}${text}`
  const headers: HeaderList = [
    [`x-${text}`, text],
    ['X-Auth-Token', secrets[0]],
    ['cookie', secrets[1]],
  ]
  const sample = { operation, message: text, expected: text, received: text, class: text }
  const request = { method: `POST${text}`, target: `/${text}`, headers, body: bytes(text) }
  const replay = { case: text, seed: SEED }
  const answer = { status: 200, headers: [['set-cookie', secrets[1]], ...headers], body: bytes(text) } as const
  const { witness: written } = writeEvidence(
    sample,
    { request, outcome: { kind: 'response', response: answer }, origin: TARGET, replay },
    { redaction: new Redaction({ fields: [] }) },
  )
  const findings = [
    finding({
      ...sample,
      constraint: text,
      witness: {
        ...written,
      },
    }),
    finding({
      ...sample,
      case: text,
      severity: 'advisory',
      witness: {
        request: written.request,
        response: { fault: text },
        curl: text,
        replay: { ...replay, path: '12:0:3' },
      },
    }),
  ]
  const constraints = (['broken', 'untested'] as const).map((state): LedgerRow => {
    const row = ledgerRow({ name: text, operation, state, value: { [text]: [text] }, reason: text })
    return { ...row, source: { file: text, pointer: `/${text}` } }
  })
  const plain = report('fail', { findings, constraints, notes: [text] }, { reason: text })
  return {
    ...plain,
    contract: { title: text, version: text, digest: plain.contract.digest },
    target: `${TARGET}/${text}`,
  }
}

/** Passed, as the baseline has every finding. */
export function knownReport(): Report {
  const findings = failReport().findings.map((finding) => ({
    ...finding,
    known: { reason: 'To be mended in release 8.', expires: '2026-12-31' },
  }))
  const failed = report('pass', { findings, constraints: breaking(findings) })
  return { ...failed, summary: { ...failed.summary, findings: { error: 0, advisory: 0, known: findings.length } } }
}

/** More findings, over many constraints, than any format is made for. */
export function tenThousandFindingsReport(): Report {
  const names = Array.from({ length: 10_000 }, (_, index) => `request.body /field${index} maxLength`)
  const findings = names.map((constraint, index) =>
    finding({
      constraint,
      severity: index % 4 === 3 ? 'advisory' : 'error',
      message: `A request that breaks ${constraint} is accepted.`,
      expected: 'a 4xx status',
      received: 'status 200',
    }),
  )
  return report('fail', {
    findings,
    constraints: names.map((name, index) => ledgerRow({ name, value: 64, state: 'broken', line: index + 1 })),
  })
}

/** A witness with 1 MB each way. */
export function largeBodyReport(): Report {
  const large = `{"input":{"text":"${'x'.repeat(1_048_576)}"}}`
  const request = { method: 'POST', target: PATH, headers: requestHeaders, body: bytes(large) }
  return failing({ request, response: response(200, large), curl: curl(PATH, large) })
}

/** Bodies that are no UTF-8 text: compressed, and Latin-1. */
export function binaryBodyReport(): Report {
  const gzip = Uint8Array.from([
    0x1f,
    0x8b,
    0x08,
    0,
    0,
    0,
    0,
    0,
    0,
    0xff,
    ...Array.from({ length: 40 }, (_, index) => index * 6),
  ])
  const latin1 = Uint8Array.from(Buffer.from('{"error_msg":"não"}', 'latin1'))
  const request = { method: 'POST', target: PATH, headers: requestHeaders, body: gzip }
  return failing({ request, response: { ...response(200, ''), body: latin1 } })
}

function failing(changes: Partial<Witness>): Report {
  const findings = [
    finding({
      constraint: 'request.body mediaType',
      message: 'A body that is no JSON was accepted.',
      expected: 'a 4xx or 501',
      received: '200',
      witness: changes,
    }),
  ]
  return report('fail', { findings, constraints: breaking(findings) })
}

/** Every sample by name, which also names its stored output. */
export const samples: Readonly<Record<string, () => Report>> = {
  pass: passReport,
  'advisory-only': advisoryReport,
  fail: failReport,
  unreachable: unreachableReport,
  'nothing-sent': nothingSentReport,
  'many-findings': manyFindingsReport,
  known: knownReport,
  hostile: hostileReport,
  'large-body': largeBodyReport,
  'binary-body': binaryBodyReport,
}

/** The samples that every reporter is tested on. */
export const everyRun: Readonly<Record<string, () => Report>> = {
  ...samples,
  'ten-thousand-findings': tenThousandFindingsReport,
}

/** The events of a run that ends in a report: its start, three cases, its end. */
export function eventsOf(ended: Report, caseName = 'request.path.project_id maxLength: 65'): RunEvent[] {
  const { contract, target, seed, plan } = ended
  const total = plan.requests
  const progress = [1, 2, total].map(
    (done): RunEvent => ({ type: 'progress', done, total, case: caseName, status: done === 2 ? 'timeout' : 200 }),
  )
  return [{ type: 'started', contract, target, seed, plan }, ...progress, { type: 'finished', report: ended }]
}

/** Everything that a reporter writes about a run. */
export const render = (reporter: Reporter, ended: Report, caseName?: string): string =>
  eventsOf(ended, caseName)
    .map((event) => reporter.report(event))
    .join('')
