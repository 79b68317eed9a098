import type { Finding, LedgerRow } from '../results/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { witnessText } from './witness-text.ts'
import { counted, legible, wrap, wrapAfter } from './wrap.ts'

const WORD = 60
const SUBJECT = 200
const SENTENCE = 600

/** What a finding is about; `short` leaves out the operation that a constraint's id begins with. */
export function subjectText({ subject, operation }: Finding, short: boolean): string {
  if (subject.kind === 'case') return `case ${subject.case}`
  return short ? withoutOperation(subject.constraint, operation) : subject.constraint
}

export const withoutOperation = (id: string, operation: string): string =>
  id.startsWith(`${operation} `) ? id.slice(operation.length + 1) : id

/** Where the contract says it: `contract.yaml:23`, or with a pointer where no line is known. */
function placeText(row: LedgerRow | undefined): string {
  if (row === undefined) return ''
  const { file, pointer, line } = row.source
  return line === undefined ? `${file}#${pointer}` : `${file}:${line}`
}

const mark = ({ severity }: Finding, { colors }: ConsoleStyle): string =>
  severity === 'error' ? colors.red('✗') : colors.yellow('!')

/** One line: severity, what it is about, and the check that says so. */
export function findingHeadline(finding: Finding, style: ConsoleStyle): string[] {
  const subject = legible(subjectText(finding, false), { word: SUBJECT, whole: SUBJECT })
  return wrap(`${finding.severity} ${subject} (${finding.check})`, style.columns - 2).map(
    (line, index) => `${index === 0 ? mark(finding, style) : ' '} ${line}`,
  )
}

/** The finding without its witness. */
export function findingSummary(finding: Finding, row: LedgerRow | undefined, style: ConsoleStyle): string[] {
  const { colors, columns } = style
  const subject = legible(subjectText(finding, true), { word: SUBJECT, whole: SUBJECT })
  const facts = [
    finding.severity,
    finding.check,
    finding.occurrences > 1 ? `seen ${counted(finding.occurrences, 'time')}` : '',
    finding.intermittent ? 'intermittent' : '',
    legible(placeText(row), { word: SUBJECT, whole: SUBJECT }),
  ].filter((fact) => fact !== '')
  return [
    ...wrap(subject, columns - 4).map(
      (line, index) => `  ${index === 0 ? mark(finding, style) : ' '} ${colors.bold(line)}`,
    ),
    ...wrapAfter('    ', facts.join(' · '), columns).map((line) => `    ${colors.dim(line.slice(4))}`),
    ...wrapAfter('    ', legible(finding.message, { word: WORD, whole: SENTENCE }), columns),
  ]
}

/** The finding with everything that it takes to understand it and to see it again. */
export function findingText(finding: Finding, row: LedgerRow | undefined, style: ConsoleStyle): string[] {
  return [
    ...findingSummary(finding, row, style),
    ...wrapAfter('    expected  ', legible(finding.expected, { word: WORD, whole: SENTENCE }), style.columns),
    ...wrapAfter('    received  ', legible(finding.received, { word: WORD, whole: SENTENCE }), style.columns),
    ...witnessText(finding.witness, style),
  ]
}
