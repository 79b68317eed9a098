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
  const found = [...kinds.values()].flatMap((group) => {
    const [first] = group
    // What fails in another way does not pass.
    const failed = new Set(
      faults.flatMap((one) => (one.check === first?.check && one.label === first.label ? [one.observation] : [])),
    )
    const others = observations.filter((one) => !failed.has(one))
    return explained(group, others, constraints, templates)
  })
  return mergedErrors(unified(foldedLosses(found, observations, templates)), observations)
}

function explained(
  group: readonly ClientFault[],
  observations: readonly Observation[],
  constraints: readonly Constraint[],
  templates: TemplatesOf,
): ClientFinding[] {
  const [first] = group
  if (!first) return []
  if (first.subject) return [finding(first.subject, group)]
  const specimenOf = isOfRequest(first) ? inputTrial : answerTrial
  const failing = distinctly(group.map((fault) => ({ ...specimenOf(fault.observation), fault })))
  const names = new Set(failing.map(({ name }) => name))
  const others = first.passing ?? observations.filter((one) => isTelling(first, one, templates))
  const passing = distinctly(others.map(specimenOf).filter((one) => !names.has(one.name)))
  const all: Subject = { kind: 'case', case: caseOf(first) }
  return explainFailures(failing, passing, constraints.filter(isSchemaConstraint), all).map(({ subject, members }) => {
    const own = new Set(members.map((index) => failing[index]?.name))
    return finding(
      subject,
      group.filter(({ observation }) => own.has(specimenOf(observation).name)),
    )
  })
}

const isOfRequest = ({ label }: ClientFault): boolean => label.startsWith('request')

function distinctly<T extends Trial>(specimens: readonly T[]): T[] {
  const known = new Set<string>()
  return specimens.filter(({ name }) => !known.has(name) && known.add(name) !== undefined)
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
  one: Observation,
  templates: TemplatesOf,
): boolean {
  if (label === 'request') return one.requests.length > 0
  if (!wasServed(one)) return false
  if (label.startsWith('request')) {
    const part = inputTrial(one).parts.get(label)
    return pointer === undefined || name === 'added' || (part !== undefined && instancesAt(part, pointer).length > 0)
  }
  if (label !== labelOf(one)) return false
  if (name === 'swallowed') return isTellingError(one)
  if (name !== 'lost' || pointer === undefined) return true
  return (
    (check === 'error_propagation' || one.outcome.kind === 'returned') &&
    lostOf(one, templates(label)).kept.includes(pointer)
  )
}

/** Where all below a place is always lost, that is one finding. */
function foldedLosses(
  found: readonly ClientFinding[],
  observations: readonly Observation[],
  templates: TemplatesOf,
): ClientFinding[] {
  const kept = new Map<string, ReadonlySet<string>>()
  const keptAt = (label: string): ReadonlySet<string> => {
    const known =
      kept.get(label) ??
      new Set(observations.filter((one) => labelOf(one) === label).flatMap((one) => lostOf(one, templates(label)).kept))
    kept.set(label, known)
    return known
  }
  return found.map((one) => {
    const [fault] = one.faults
    const isWhole = one.subject.kind === 'case' && one.subject.case === caseOf(fault)
    if (!isWhole || fault.class !== 'lost' || fault.pointer === undefined || !fault.label.startsWith('response'))
      return one
    const pointer = topmostLost(fault.pointer, keptAt(fault.label))
    if (pointer === fault.pointer) return one
    return finding(
      { kind: 'case', case: caseOf({ ...fault, pointer }) },
      one.faults.map((each) => ({ ...each, pointer, ...wordsOfLoss(each, pointer) })),
    )
  })
}

/** What a fault is about where every call shows it. */
function caseOf({ check, class: name, label, pointer }: ClientFault): string {
  if (check === 'positive_data_acceptance') return 'every request'
  if (label === 'request') return 'request path'
  return `${label}${pointer === undefined || pointer === '' ? '' : ` ${pointer}`}: ${name}`
}

function finding(subject: Subject, faults: readonly ClientFault[]): ClientFinding {
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
function mergedErrors(found: readonly ClientFinding[], observations: readonly Observation[]): ClientFinding[] {
  const statuses = new Set(
    observations
      .filter(({ answer }) => !isSuccess(answer.response.status))
      .map(({ answer }) => `response.${answer.status}`),
  )
  const groups = new Map<string, ClientFinding[]>()
  for (const one of found) {
    const [fault] = one.faults
    const isWhole = one.subject.kind === 'case' && one.subject.case === caseOf(fault) && statuses.has(fault.label)
    const key = isWhole
      ? caseOf({ ...fault, label: `every error ${fault.check}` })
      : JSON.stringify(one.subject) + kindOf(fault)
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first || group.length < 2 || group.length < statuses.size || !statuses.has(first.faults[0].label)) return group
    const subject: Subject = { kind: 'case', case: caseOf({ ...first.faults[0], label: 'every error' }) }
    return [
      finding(
        subject,
        group.flatMap(({ faults }) => faults),
      ),
    ]
  })
}

/** Findings of one check about one thing are one. */
function unified(found: readonly ClientFinding[]): ClientFinding[] {
  const byId = new Map<string, ClientFinding>()
  for (const one of found) {
    const key = `${one.faults[0].check} ${JSON.stringify(one.subject)}`
    const known = byId.get(key)
    byId.set(key, known ? { ...known, faults: [...known.faults, ...one.faults] } : one)
  }
  return [...byId.values()]
}
