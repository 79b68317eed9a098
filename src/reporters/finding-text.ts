import type { Finding, LedgerRow } from '../results/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { witnessText } from './witness-text.ts'
import { counted, legible, wrap, wrapAfter } from './wrap.ts'

const WORD = 120
const SUBJECT = 200
const SENTENCE = 600

/** What a finding is about: a constraint's id without the operation that it begins with, or the name of a case. */
export const subjectText = ({ subject, operation }: Pick<Finding, 'subject' | 'operation'>): string =>
  withoutOperation(subject.kind === 'case' ? subject.case : subject.constraint, operation)

export const withoutOperation = (id: string, operation: string): string =>
  id.startsWith(`${operation} `) ? id.slice(operation.length + 1) : id

/** Where the contract says it: `contract.yaml:23`, or with a pointer where no line is known. */
function placeText({ source: { file, pointer, line } }: LedgerRow): string {
  return line === undefined ? `${file}#${pointer}` : `${file}:${line}`
}

const mark = ({ severity, known }: Finding, { colors }: ConsoleStyle): string =>
  known ? colors.dim('~') : severity === 'error' ? colors.red('✗') : colors.yellow('!')

/** One line, however long: severity, what the finding is about, and the check that says so. */
export function findingHeadline(finding: Finding, style: ConsoleStyle): string {
  const subject = legible(`${finding.operation} ${subjectText(finding)}`, { word: SUBJECT, whole: SUBJECT })
  return `${mark(finding, style)} ${finding.known ? 'known' : finding.severity} ${subject} (${finding.check})`
}

/** The finding without its witness. */
export function findingSummary(finding: Finding, style: ConsoleStyle): string[] {
  const { colors, columns } = style
  const subject = legible(subjectText(finding), { word: SUBJECT, whole: SUBJECT })
  const facts = [
    finding.known ? `known until ${finding.known.expires}` : finding.severity,
    ...(finding.check === finding.severity ? [] : [finding.check]),
    ...(finding.occurrences > 1 ? [`seen ${counted(finding.occurrences, 'time')}`] : []),
    ...(finding.intermittent ? ['intermittent'] : []),
  ]
  return [
    ...wrap(subject, columns - 4).map(
      (line, index) => `  ${index === 0 ? mark(finding, style) : ' '} ${colors.bold(line)}`,
    ),
    ...wrapAfter('    ', facts.join(' · '), columns).map((line) => `    ${colors.dim(line.slice(4))}`),
    ...wrapAfter('    ', legible(finding.message, { word: WORD, whole: SENTENCE }), columns),
    ...(finding.known ? labelled('known', finding.known.reason, style) : []),
  ]
}

/** The finding with everything that it takes to understand it and to see it again. */
export function findingText(finding: Finding, row: LedgerRow | undefined, style: ConsoleStyle): string[] {
  return [
    ...findingSummary(finding, style),
    ...labelled('expected', finding.expected, style),
    ...labelled('received', finding.received, style),
    ...(row === undefined ? [] : labelled('contract', placeText(row), style)),
    '',
    ...witnessText(finding.witness, style),
  ]
}

export function labelled(label: string, text: string, { colors, columns }: ConsoleStyle): string[] {
  const start = `    ${label}  `
  return wrapAfter(start, legible(text, { word: WORD, whole: SENTENCE }), columns).map(
    (line) => colors.dim(line.slice(0, start.length)) + line.slice(start.length),
  )
}
