import type { Contract } from '../contract/model/index.ts'
import type { HttpRequest } from '../http/index.ts'
import {
  countStates,
  type Finding,
  findingId,
  type LedgerRow,
  type Report,
  type Showing,
  type Summary,
  type Verdict,
  writeEvidence,
} from '../report/results/index.ts'
import type { ClientFinding } from './client-findings.ts'
import type { Observation } from './observation.ts'

/** What a finding's witness is made with. */
export interface WitnessContext {
  readonly operation: string
  readonly seed: number
  readonly baseUrl: string
  readonly showing: Showing
  /** The request that would have said what was asked, if none was sent. */
  write(observation: Observation): HttpRequest
}

export function findingOf({ subject, faults }: ClientFinding, context: WitnessContext): Finding {
  const [fault] = faults
  const { check, severity, observation } = fault
  const { operation, seed, baseUrl, showing } = context
  const seen = observation.requests.find(({ isServed }) => isServed) ?? observation.requests[0]
  const request = seen?.request ?? context.write(observation)
  const outcome = seen
    ? ({ kind: 'response', response: seen.response } as const)
    : ({ kind: 'fault', fault: { message: 'no request was sent; this one would have said what was asked' } } as const)
  const { path } = observation
  const replay = { case: caseNameOf(observation), seed, ...(path !== undefined && { path }) }
  return {
    id: findingId(
      check,
      subject.kind === 'constraint' ? subject.constraint : `${operation} ${subject.case}`,
      fault.class,
    ),
    subject,
    check,
    severity,
    class: fault.class,
    intermittent: false,
    operation,
    ...writeEvidence(fault, { request, outcome, origin: baseUrl, replay }, showing),
    occurrences: faults.length,
  }
}

/** `request.path.workflow_id: slash · 200 example success`. */
export const caseNameOf = ({ input, answer }: Pick<Observation, 'input' | 'answer'>): string =>
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
  const verdict: Verdict = errors > 0 ? 'fail' : reason === undefined ? 'pass' : 'inconclusive'
  const summary: Summary = {
    verdict,
    ...(verdict === 'inconclusive' && reason !== undefined && { reason }),
    requests,
    executions,
    durationMs,
    findings: { error: errors, advisory: findings.length - errors, known: 0 },
    constraints: countStates(constraints),
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
