import type { Contract } from '../contract/model/index.ts'
import { type HeaderList, type HttpRequest, type HttpResponse, toCurl } from '../http/index.ts'
import type { Finding, LedgerRow, Report, Summary, Verdict } from '../report/results/index.ts'
import type { ClientFinding } from './client-findings.ts'
import type { Observation } from './observation.ts'

/** What a finding's witness is made with. */
export interface WitnessContext {
  readonly operation: string
  readonly seed: number
  readonly baseUrl: string
  /** The request that would have said what was asked, where none was sent. */
  write(observation: Observation): HttpRequest
}

/** Names that few headers have that are no secret. */
const SECRET = /^(?:cookie|set-cookie|(?:proxy-)?authorization)$|token|secret|signature|api-?key|password/i

const masked = (headers: HeaderList): HeaderList =>
  headers.map(([name, value]) => [name, SECRET.test(name) && value !== '' ? '***' : value])

export function findingOf({ subject, faults }: ClientFinding, context: WitnessContext): Finding {
  const [fault] = faults
  const { check, severity, message, expected, received, observation } = fault
  const { operation, seed, baseUrl } = context
  const seen = observation.requests.find(({ isServed }) => isServed) ?? observation.requests[0]
  const secrets = (seen?.request.headers ?? []).flatMap(([name, value]) =>
    SECRET.test(name) && value.length > 3 ? [value] : [],
  )
  const redacted = (text: string): string => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text)
  const sent = seen?.request ?? context.write(observation)
  const request = { ...sent, headers: masked(sent.headers) }
  const response: HttpResponse | { fault: string } = seen
    ? { ...seen.response, headers: masked(seen.response.headers) }
    : { fault: 'no request was sent; this one would have said what was asked' }
  const { path } = observation
  return {
    id: `${check} ${subject.kind === 'constraint' ? subject.constraint : `${operation} ${subject.case}`}`,
    subject,
    check,
    severity,
    class: fault.class,
    intermittent: false,
    operation,
    message,
    expected: redacted(expected),
    received: redacted(received),
    witness: {
      request,
      response,
      curl: toCurl(request, baseUrl),
      replay: { case: nameOf(observation), seed, ...(path !== undefined && { path }) },
    },
    occurrences: faults.length,
  }
}

/** `request.path.workflow_id: slash · 200 example success`. */
export const nameOf = ({ input, answer }: Pick<Observation, 'input' | 'answer'>): string =>
  `${input.name} · ${answer.name}`

export interface ReportParts {
  readonly contract: Contract
  readonly tool: Report['tool']
  readonly target: string
  readonly seed: number
  readonly plan: Report['plan']
  readonly requests: number
  readonly executions: number
  readonly durationMs: number
  readonly findings: readonly Finding[]
  readonly constraints: readonly LedgerRow[]
  readonly notes: readonly string[]
  /** Why nothing can be said. */
  readonly reason: string | undefined
}

export function clientReport(parts: ReportParts): Report {
  const { contract, tool, target, seed, plan, requests, executions, durationMs, findings, constraints, reason } = parts
  const { title, version, digest } = contract
  const errors = findings.filter(({ severity }) => severity === 'error').length
  const states = { held: 0, broken: 0, untested: 0, implied: 0 }
  for (const { state } of constraints) states[state]++
  const verdict: Verdict = errors > 0 ? 'fail' : reason === undefined ? 'pass' : 'inconclusive'
  const summary: Summary = {
    verdict,
    ...(verdict === 'inconclusive' && reason !== undefined && { reason }),
    requests,
    executions,
    durationMs,
    findings: { error: errors, advisory: findings.length - errors, known: 0 },
    constraints: states,
  }
  return {
    version: 1,
    party: 'client',
    tool,
    contract: { title, version, digest },
    target,
    seed,
    plan,
    summary,
    findings,
    constraints,
    notes: parts.notes.map((message) => ({ message })),
  }
}
