import { type Finding, findingSubject, type LedgerRow, type SettledFinding } from '../results/index.ts'
import { counted, legible, wrap, wrapAfter } from '../text/index.ts'
import { alsoSeenAt } from './also-seen-at.ts'
import { type ConsoleStyle, plainStyle } from './console-style.ts'
import { standingOf } from './findings.ts'
import { sourcePlace } from './source-place.ts'
import { witnessText } from './witness-text.ts'

const WORD = 120
const SUBJECT = 200
const SENTENCE = 600

const mark = (finding: SettledFinding, { colors }: ConsoleStyle): string =>
  ({ error: colors.red('✗'), advisory: colors.yellow('!'), known: colors.dim('·') })[standingOf(finding)]

/** One line, however long: severity, subject and check. */
export function findingHeadline(finding: SettledFinding, style: ConsoleStyle): string {
  const subject = legible(`${finding.operation} ${findingSubject(finding)}`, { word: SUBJECT, whole: SUBJECT })
  return `${mark(finding, style)} ${standingOf(finding)} ${subject} (${finding.check})`
}

/** The finding without its witness: what came back, and where else. */
export const findingSummary = (finding: Finding, style: ConsoleStyle): string[] => [
  ...findingHead(finding, style),
  ...labelled('received', finding.received, style),
  ...alsoText(finding, style),
]

function findingHead(finding: Finding, style: ConsoleStyle): string[] {
  const { colors, columns } = style
  const subject = legible(findingSubject(finding), { word: SUBJECT, whole: SUBJECT })
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

/** The finding with all that a reader needs to understand it and to reproduce it. */
export function findingText(finding: Finding, row: LedgerRow | undefined, style: ConsoleStyle): string[] {
  return [
    ...findingHead(finding, style),
    ...labelled('expected', finding.expected, style),
    ...labelled('received', finding.received, style),
    ...alsoText(finding, style),
    ...(row === undefined ? [] : labelled('contract', sourcePlace(row.source), style)),
    '',
    ...witnessText(finding.witness, style),
  ]
}

const alsoText = (finding: Finding, style: ConsoleStyle): string[] => {
  const places = alsoSeenAt(finding, style.verbose ? undefined : 'short')
  return places === undefined ? [] : labelled('also at ', places, style)
}

export function labelled(label: string, text: string, { colors, columns }: ConsoleStyle): string[] {
  const start = `    ${label}  `
  return wrapAfter(start, legible(text, { word: WORD, whole: SENTENCE }), columns).map(
    (line) => colors.dim(line.slice(0, start.length)) + line.slice(start.length),
  )
}

const STYLE = plainStyle(100)

/** A finding as the message of a failed test: what the console shows, without marks and colours. */
export const findingMessage = (finding: Finding, row: LedgerRow | undefined): string =>
  findingText(finding, row, STYLE)
    .map((line) => line.replace(/^ {2}(?:[✗!·] )?/, ''))
    .join('\n')
