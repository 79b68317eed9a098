import { type Constraint, isSchemaConstraint } from '../contract/constraints/index.ts'
import { isSuccess } from '../http/index.ts'
import { instancesAt } from '../json/index.ts'
import type { Subject } from '../report/results/index.ts'
import { isTellingError, labelOf, lostOf, wasServed, wordsOfLoss } from './answer-faults.ts'
import { type ClientFault, kindOf } from './client-fault.ts'
import { explainFailures, type Trial } from './explain-failures.ts'
import { type TemplatesOf, topmostLost } from './lost-data.ts'
import type { Observation } from './observation.ts'

/** Faults that are put down to one thing; the first shows it best. */
export interface ClientFinding {
  readonly subject: Subject
  readonly faults: readonly [ClientFault, ...ClientFault[]]
}

/** Gathers the faults of all calls into one finding for each thing that they are due to. */
export function clientFindings(
  faults: readonly ClientFault[],
  observations: readonly Observation[],
  constraints: readonly Constraint[],
  templates: TemplatesOf,
): ClientFinding[] {
  const kinds = new Map<string, ClientFault[]>()
  for (const fault of faults) {
    const key = kindOf(fault)
    kinds.set(key, [...(kinds.get(key) ?? []), fault])
  }
  const findings = [...kinds.values()].flatMap((group) => {
    const [first] = group
    // What fails in another way does not pass.
    const failed = new Set(
      faults.flatMap((fault) =>
        fault.check === first?.check && fault.label === first.label ? [fault.observation] : [],
      ),
    )
    const others = observations.filter((observation) => !failed.has(observation))
    return explained(group, others, constraints, templates)
  })
  return mergedErrors(unified(foldedLosses(findings, observations, templates)), observations)
}

function explained(
  group: readonly ClientFault[],
  observations: readonly Observation[],
  constraints: readonly Constraint[],
  templates: TemplatesOf,
): ClientFinding[] {
  const [first] = group
  if (!first) return []
  if (first.subject) return [clientFinding(first.subject, group)]
  const trialOf = isOfRequest(first) ? inputTrial : answerTrial
  const failing = distinctly(group.map((fault) => ({ ...trialOf(fault.observation), fault })))
  const names = new Set(failing.map(({ name }) => name))
  const telling = first.passing ?? observations.filter((observation) => isTelling(first, observation, templates))
  const passing = distinctly(telling.map(trialOf).filter((trial) => !names.has(trial.name)))
  const all: Subject = { kind: 'case', case: caseOf(first) }
  return explainFailures(failing, passing, constraints.filter(isSchemaConstraint), all).map(({ subject, members }) => {
    const names = new Set(members.map((index) => failing[index]?.name))
    return clientFinding(
      subject,
      group.filter(({ observation }) => names.has(trialOf(observation).name)),
    )
  })
}

const isOfRequest = ({ label }: ClientFault): boolean => label.startsWith('request')

function distinctly<T extends Trial>(trials: readonly T[]): T[] {
  const names = new Set<string>()
  return trials.filter(({ name }) => !names.has(name) && names.add(name) !== undefined)
}

function inputTrial({ input }: Observation): Trial {
  const parts = new Map([...input.parameters].map(([key, value]) => [`request.${key}`, value]))
  if (input.body !== undefined) parts.set('request.body', input.body)
  return { name: input.name, parts }
}

const answerTrial = ({ answer }: Observation): Trial => ({
  name: answer.name,
  parts: new Map(answer.body === undefined ? [] : [[`response.${answer.status}`, answer.body]]),
})

/** Whether a call could have shown the fault. */
function isTelling(
  { check, class: name, label, pointer }: ClientFault,
  observation: Observation,
  templates: TemplatesOf,
): boolean {
  if (label === 'request') return observation.requests.length > 0
  if (!wasServed(observation)) return false
  if (label.startsWith('request')) {
    const part = inputTrial(observation).parts.get(label)
    return pointer === undefined || name === 'added' || (part !== undefined && instancesAt(part, pointer).length > 0)
  }
  if (label !== labelOf(observation)) return false
  if (name === 'swallowed') return isTellingError(observation)
  if (name !== 'lost' || pointer === undefined) return true
  return (
    (check === 'error_propagation' || observation.outcome.kind === 'returned') &&
    lostOf(observation, templates(label)).kept.includes(pointer)
  )
}

/** If all below a place is always lost, that is one finding. */
function foldedLosses(
  findings: readonly ClientFinding[],
  observations: readonly Observation[],
  templates: TemplatesOf,
): ClientFinding[] {
  const keptByLabel = new Map<string, ReadonlySet<string>>()
  const keptAt = (label: string): ReadonlySet<string> => {
    const pointers =
      keptByLabel.get(label) ??
      new Set(
        observations
          .filter((observation) => labelOf(observation) === label)
          .flatMap((observation) => lostOf(observation, templates(label)).kept),
      )
    keptByLabel.set(label, pointers)
    return pointers
  }
  return findings.map((finding) => {
    const [fault] = finding.faults
    const isWhole = finding.subject.kind === 'case' && finding.subject.case === caseOf(fault)
    if (!isWhole || fault.class !== 'lost' || fault.pointer === undefined || !fault.label.startsWith('response'))
      return finding
    const pointer = topmostLost(fault.pointer, keptAt(fault.label))
    if (pointer === fault.pointer) return finding
    return clientFinding(
      { kind: 'case', case: caseOf({ ...fault, pointer }) },
      finding.faults.map((each) => ({ ...each, pointer, ...wordsOfLoss(each, pointer) })),
    )
  })
}

/** What a fault is about if every call shows it. */
function caseOf({ check, class: name, label, pointer }: ClientFault): string {
  if (check === 'positive_data_acceptance') return 'every request'
  if (label === 'request') return 'request path'
  return `${label}${pointer === undefined || pointer === '' ? '' : ` ${pointer}`}: ${name}`
}

function clientFinding(subject: Subject, faults: readonly ClientFault[]): ClientFinding {
  const [best, ...others] = [...faults].sort((a, b) => sizeOf(a) - sizeOf(b))
  if (!best) throw new Error('a finding without a fault')
  return { subject, faults: [best, ...others] }
}

/** Random calls are harder to read than planned ones, however short. */
const sizeOf = ({ observation: { path, requests, answer } }: ClientFault): number =>
  (path === undefined ? 0 : 2 ** 40) +
  requests.reduce((sum, { request }) => sum + request.target.length + (request.body?.length ?? 0), 0) +
  answer.response.body.length

/** What is wrong with every documented error alike is one finding, and not one for each status. */
function mergedErrors(findings: readonly ClientFinding[], observations: readonly Observation[]): ClientFinding[] {
  const statuses = new Set(
    observations
      .filter(({ answer }) => !isSuccess(answer.response.status))
      .map(({ answer }) => `response.${answer.status}`),
  )
  const groups = new Map<string, ClientFinding[]>()
  for (const finding of findings) {
    const [fault] = finding.faults
    const isWhole =
      finding.subject.kind === 'case' && finding.subject.case === caseOf(fault) && statuses.has(fault.label)
    const key = isWhole
      ? caseOf({ ...fault, label: `every error ${fault.check}` })
      : JSON.stringify(finding.subject) + kindOf(fault)
    groups.set(key, [...(groups.get(key) ?? []), finding])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first || group.length < 2 || group.length < statuses.size || !statuses.has(first.faults[0].label)) return group
    const subject: Subject = { kind: 'case', case: caseOf({ ...first.faults[0], label: 'every error' }) }
    return [
      clientFinding(
        subject,
        group.flatMap(({ faults }) => faults),
      ),
    ]
  })
}

/** Findings of one check about one thing are one. */
function unified(findings: readonly ClientFinding[]): ClientFinding[] {
  const byId = new Map<string, ClientFinding>()
  for (const finding of findings) {
    const key = `${finding.faults[0].check} ${JSON.stringify(finding.subject)}`
    const sameSubject = byId.get(key)
    byId.set(key, sameSubject ? { ...sameSubject, faults: [...sameSubject.faults, ...finding.faults] } : finding)
  }
  return [...byId.values()]
}
