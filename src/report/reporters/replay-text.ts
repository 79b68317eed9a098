import pc from 'picocolors'
import {
  findingSubject,
  type ReplayDocument,
  type ReplayedFinding,
  type ReplayedFindingDocument,
  type ReplayReport,
  type ReplayState,
  type Sighting,
  type Subject,
  type SubjectDocument,
} from '../results/index.ts'
import { counted, jsonText, legible, padStart, wrap, wrapAfter } from '../text/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { labelled } from './finding-text.ts'
import { witnessDocument } from './json-reporter.ts'
import { witnessText } from './witness-text.ts'

export interface ReplayTextOptions {
  readonly color: boolean
  readonly columns: number
}

const STATES = [
  'still failing',
  'changed',
  'fixed',
  'inconclusive',
  'cannot be sent',
  'would be sent',
] as const satisfies ReplayState[]
const WORD = 120
const WHOLE = 400

/** The results of a replay for a person: a line for each finding, and the new exchange if it is not fixed. */
export function renderReplayText(report: ReplayReport, { color, columns }: ReplayTextOptions): string {
  const style: ConsoleStyle = { colors: pc.createColors(color), columns, verbose: false }
  const { contract, target, findings, notes } = report
  const where = legible(`${contract.title} ${contract.version} at ${target}`, { word: 200, whole: WHOLE })
  const width = String(findings.at(-1)?.number ?? 0).length
  return [
    ...wrap(where, columns).map((line) => style.colors.bold(line)),
    ...notes.flatMap((note) => wrap(legible(note, { word: WORD, whole: WHOLE }), columns)),
    '',
    ...findings.flatMap((finding) => findingLines(finding, width, style)),
    ...(findings.length === 0 ? ['the report has no findings'] : []),
    '',
    verdictLine(report, style),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

function findingLines(finding: ReplayedFinding, width: number, style: ConsoleStyle): string[] {
  const { number, state, reason, request, check, severity, now, operation } = finding
  const label = `${padStart(String(number), width)}  ${mark(finding, style)} `
  const about = legible(`${operation} ${findingSubject(finding)}`, { word: WORD, whole: 200 })
  const head = `${label}${style.colors.bold(state)}  ${about} (${severity === 'advisory' ? severity : check})`
  const why =
    reason === undefined ? [] : wrapAfter('    ', legible(reason, { word: WORD, whole: WHOLE }), style.columns)
  // Whole, to be copied.
  const what = request === undefined ? [] : [`    ${legible(request, { word: WHOLE, whole: WHOLE })}`]
  return [head, ...what, ...why, ...(now === undefined ? [] : sightingLines(finding, now, style))]
}

function mark({ state }: ReplayedFinding, { colors }: ConsoleStyle): string {
  if (state === 'fixed') return colors.green('✓')
  return state === 'still failing' || state === 'changed' ? colors.red('✗') : colors.yellow('?')
}

function sightingLines({ state }: ReplayedFinding, now: Sighting, style: ConsoleStyle): string[] {
  const { message, expected, received, intermittent, check } = now
  const what = state === 'changed' ? `now ${check}: ` : ''
  const often = intermittent ? ' (intermittent)' : ''
  return [
    ...wrapAfter('    ', legible(`${what}${message}${often}`, { word: WORD, whole: WHOLE }), style.columns),
    ...labelled('expected', expected, style),
    ...labelled('received', received, style),
    '',
    ...witnessText(now.witness, style),
  ]
}

function verdictLine({ findings, requests, executions, verdict }: ReplayReport, { colors }: ConsoleStyle): string {
  const counts = STATES.flatMap((state) => {
    const count = findings.filter((finding) => finding.state === state).length
    return count === 0 ? [] : [`${count} ${state}`]
  })
  const paint = { pass: colors.green, fail: colors.red, inconclusive: colors.yellow }[verdict]
  const isDry = findings.some(({ state }) => state === 'would be sent')
  const cost = `${counted(requests, 'request')}, ${counted(executions, 'execution')}`
  return `${colors.bold(paint(isDry ? 'DRY RUN' : verdict.toUpperCase()))}  ${[...counts, cost].join(', ')}`
}

/** The results of a replay as one JSON document. */
export function renderReplayJson(report: ReplayReport): string {
  const { contract, target, verdict, requests, executions, notes } = report
  const document: ReplayDocument = {
    version: 1,
    contract,
    target,
    verdict,
    requests,
    executions,
    findings: report.findings.map(findingDocument),
    notes,
  }
  return `${jsonText(document)}\n`
}

const subjectDocument = (subject: Subject): SubjectDocument =>
  subject.kind === 'constraint' ? { constraint: subject.constraint } : { case: subject.case }

function findingDocument({ subject, now, ...rest }: ReplayedFinding): ReplayedFindingDocument {
  if (now === undefined) return { ...rest, ...subjectDocument(subject) }
  const { subject: subjectNow, witness, ...sighting } = now
  return {
    ...rest,
    ...subjectDocument(subject),
    now: { ...sighting, ...subjectDocument(subjectNow), witness: witnessDocument(witness) },
  }
}
