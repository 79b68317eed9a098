import { type Finding, findingSubject, type LedgerRow, type Report, type Reporter } from '../results/index.ts'
import { counted, escapeUnsafe, grouped, legible } from '../text/index.ts'
import { plainStyle } from './console-style.ts'
import { knownText, orderFindings, standingOf } from './findings.ts'
import { escapeHtml } from './html.ts'
import { countLedger, type LedgerCounts, STATES, untestedByReason } from './ledger.ts'
import { findingLocator, sourcePlace } from './source-place.ts'
import { verdictSentence } from './verdict-text.ts'
import { witnessText } from './witness-text.ts'

/** GitHub refuses a job summary of more than 1 MiB whole; a little is left for what else a step may say. */
const LIMIT = 1_000_000
/** Of further findings there is a line each, as long as there is room. */
const WHOLE = 50
const ROWS = 50
const NOTES = 50
const IDS = 3
const STYLE = plainStyle(100)
const MARKS = { pass: '✅', fail: '❌', inconclusive: '⚠️' } as const

/** Writes Markdown as GitHub and GitLab show it: for a job's summary, or a comment. */
export function createMarkdownReporter(): Reporter {
  return { report: (event) => (event.type === 'finished' ? document(event.report) : '') }
}

function document(report: Report): string {
  const { summary, contract, target, seed, plan, constraints } = report
  const name = text(`${contract.title} ${contract.version}`, 200)
  const head = [
    `## ${MARKS[summary.verdict]} ${summary.verdict.toUpperCase()}: ${name}`,
    '',
    `**${summary.verdict.toUpperCase()}** ${markdownText(verdictSentence(summary))}`,
    '',
    `At ${code(target)}, seed ${seed}, plan ${code(plan.digest.slice(0, 12))}.`,
    ...ledgerLines(constraints),
  ]
  const tail = [...untestedLines(constraints), ...notesLines(report)]
  const room = LIMIT - sizeOf(head) - sizeOf(tail)
  return `${[...head, ...findingsLines(report, room), ...tail].join('\n')}\n`
}

const sizeOf = (lines: readonly string[]): number => Buffer.byteLength(lines.join('\n')) + 1

const text = (foreign: string, whole = 600): string => markdownText(legible(foreign, { word: 120, whole }))
const code = (foreign: string): string => markdownCode(legible(foreign, { word: 120, whole: 200 }))

function ledgerLines(rows: readonly LedgerRow[]): string[] {
  if (rows.length === 0) return []
  const { operations, total } = countLedger(rows)
  const row = (label: string, counts: LedgerCounts): string =>
    `| ${label} | ${STATES.map((state) => grouped(counts[state])).join(' | ')} |`
  const left = operations.size - ROWS
  return [
    '',
    `| constraints | ${STATES.join(' | ')} |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...[...operations].slice(0, ROWS).map(([operation, counts]) => row(code(operation), counts)),
    ...(left > 0 ? [`| ${counted(left, 'more operation')} | | | | |`] : []),
    ...(operations.size > 1 ? [row('**total**', total)] : []),
  ]
}

/** As many findings as there is room for, and how many there was none for. */
function findingsLines({ findings, constraints }: Report, room: number): string[] {
  if (findings.length === 0) return []
  const locate = findingLocator(constraints)
  const lines = ['', '### Findings', '']
  const reserve = 200
  let size = sizeOf(lines) + reserve
  let shown = 0
  for (const finding of orderFindings(findings)) {
    const next = shown < WHOLE ? wholeFinding(finding, locate(finding)) : [briefFinding(finding)]
    size += sizeOf(next)
    if (size > room) break
    lines.push(...next)
    shown++
  }
  const left = findings.length - shown
  if (left > 0) lines.push('', `${counted(left, 'more finding')} left out, for want of room: the JSON report has them.`)
  return lines
}

const briefFinding = (finding: Finding): string =>
  `- **${standingOf(finding)}** ${code(`${finding.operation} ${findingSubject(finding)}`)}: ${text(finding.message)}`

function wholeFinding(finding: Finding, source: LedgerRow['source'] | undefined): string[] {
  const { operation, message, expected, received, check, occurrences, intermittent, known, witness } = finding
  const subject = legible(`${operation} ${findingSubject(finding)}`, { word: 120, whole: 300 })
  const seen = occurrences > 1 ? `, seen ${counted(occurrences, 'time')}` : ''
  return [
    // Between the tags is HTML, up to the empty line.
    `<details><summary><b>${standingOf(finding)}</b> <code>${escapeHtml(subject)}</code></summary>`,
    '',
    `> ${text(message)}`,
    '',
    `- Expected: ${text(expected)}`,
    `- Received: ${text(received)}`,
    ...(source === undefined ? [] : [`- Contract: ${code(sourcePlace(source))}`]),
    `- Check: ${code(check)}${seen}${intermittent ? ', intermittent' : ''}`,
    ...(known === undefined ? [] : [`- Known: ${text(knownText(known))}`]),
    '',
    ...markdownBlock(
      'text',
      witnessText(witness, STYLE).map((line) => line.slice(4)),
    ),
    '',
    '</details>',
    '',
  ]
}

function untestedLines(rows: readonly LedgerRow[]): string[] {
  const groups = untestedByReason(rows)
  if (groups.length === 0) return []
  const left = groups.length - ROWS
  return [
    '',
    '### Untested',
    '',
    '| constraints | reason | such as |',
    '| ---: | --- | --- |',
    ...groups
      .slice(0, ROWS)
      .map(
        ([reason, ids]) => `| ${grouped(ids.length)} | ${text(reason)} | ${ids.slice(0, IDS).map(code).join(', ')} |`,
      ),
    ...(left > 0 ? [`| | ${counted(left, 'more reason')} | |`] : []),
  ]
}

function notesLines({ notes }: Report): string[] {
  if (notes.length === 0) return []
  const left = notes.length - NOTES
  return [
    '',
    '### Notes',
    '',
    ...notes.slice(0, NOTES).map(({ message }) => `- ${text(message)}`),
    ...(left > 0 ? [`- ${counted(left, 'more note')}`] : []),
  ]
}

/**
 * Foreign text as inline Markdown (GFM): nothing in it is markup, a link, or the end of a table's cell. It must not
 * begin a line, where a number or a dash would be a list.
 */
export const markdownText = (text: string): string =>
  escapeUnsafe(text)
    .replace(/[\\`*[\]<>|~&$#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=\bwww)\.|@/gi, '\\$&')
    // An escape does not hide an address from what GitHub does afterwards.
    .replaceAll('\\@', '&#64;')

/** The same as code; the fence is longer than any within. */
export function markdownCode(text: string): string {
  const safe = escapeUnsafe(text).replaceAll('|', '\\|')
  const fence = fenceAround(safe, 1)
  const space = /^[` ]|[` ]$/.test(safe) || safe === '' ? ' ' : ''
  return `${fence}${space}${safe}${space}${fence}`
}

/** Lines without unsafe characters, as a block of code. */
export function markdownBlock(language: string, lines: readonly string[]): string[] {
  const fence = fenceAround(lines.join('\n'), 3)
  return [`${fence}${language}`, ...lines, fence]
}

function fenceAround(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length)
  return '`'.repeat(Math.max(least, runs.reduce((most, run) => Math.max(most, run), 0) + 1))
}
