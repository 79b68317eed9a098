import {
  type Finding,
  findingSubject,
  type LedgerRow,
  type Report,
  type Reporter,
  type TargetKind,
} from '../results/index.ts'
import { counted, escapeUnsafe, grouped, legible } from '../text/index.ts'
import { alsoSeenAt } from './also-seen-at.ts'
import { plainStyle } from './console-style.ts'
import { knownText, orderFindings, standingOf } from './findings.ts'
import { escapeHtml } from './html.ts'
import { countLedger, type LedgerCounts, STATES, untestedByReason } from './ledger.ts'
import { findingLocator, sourcePlace } from './source-place.ts'
import { targetText } from './target-text.ts'
import { otherNotes, unreachedByReason } from './unreached.ts'
import { verdictSentence } from './verdict-text.ts'
import { witnessText } from './witness-text.ts'

/** GitHub refuses a job summary of more than 1 MiB; the rest is left to what else a step writes. */
const LIMIT = 1_000_000
/** Further findings get a line each, as long as there is room. */
const WHOLE = 50
const ROWS = 50
const NOTES = 50
const IDS = 3
const STYLE = plainStyle(100)
const MARKS = { pass: '✅', fail: '❌', inconclusive: '⚠️' } as const

/** Writes Markdown for GitHub and GitLab: a job summary or a comment. */
export function createMarkdownReporter(): Reporter {
  return { report: (event) => (event.type === 'finished' ? document(event.report, event) : '') }
}

function document(report: Report, kind: TargetKind): string {
  const { summary, contract, target, seed, plan, constraints } = report
  const name = text(`${contract.title} ${contract.version}`, 200)
  const head = [
    `## ${MARKS[summary.verdict]} ${summary.verdict.toUpperCase()}: ${name}`,
    '',
    `**${summary.verdict.toUpperCase()}** ${markdownText(verdictSentence(summary))}`,
    '',
    `At ${targetText(kind, code(target))}, seed ${seed}${plan.digest === undefined ? '' : `, plan ${code(plan.digest.slice(0, 12))}`}.`,
    ...ledgerLines(constraints),
  ]
  const tail = [...unreachedLines(report), ...untestedLines(constraints), ...notesLines(report)]
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
  const omitted = operations.size - ROWS
  return [
    '',
    `| constraints | ${STATES.join(' | ')} |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...[...operations].slice(0, ROWS).map(([operation, counts]) => row(code(operation), counts)),
    ...(omitted > 0 ? [`| ${counted(omitted, 'more operation')} | | | | |`] : []),
    ...(operations.size > 1 ? [row('**total**', total)] : []),
  ]
}

/** As many findings as fit, and the number of those that do not. */
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
  const omitted = findings.length - shown
  if (omitted > 0)
    lines.push(
      '',
      `${counted(omitted, 'more finding')} not shown here for lack of room: the JSON report has all of them.`,
    )
  return lines
}

const briefFinding = (finding: Finding): string =>
  `- **${standingOf(finding)}** ${code(`${finding.operation} ${findingSubject(finding)}`)}: ${text(finding.message)}`

function wholeFinding(finding: Finding, source: LedgerRow['source'] | undefined): string[] {
  const { operation, message, expected, received, check, occurrences, intermittent, known, witness } = finding
  const subject = legible(`${operation} ${findingSubject(finding)}`, { word: 120, whole: 300 })
  const also = alsoSeenAt(finding, 'short')
  const often = occurrences > 1 ? `, seen ${counted(occurrences, 'time')}` : ''
  return [
    // Up to the empty line this is HTML, not Markdown.
    `<details><summary><b>${standingOf(finding)}</b> <code>${escapeHtml(subject)}</code></summary>`,
    '',
    `> ${text(message)}`,
    '',
    `- Expected: ${text(expected)}`,
    `- Received: ${text(received)}`,
    ...(also === undefined ? [] : [`- Also at: ${text(also)}`]),
    ...(source === undefined ? [] : [`- Contract: ${code(sourcePlace(source))}`]),
    `- Check: ${code(check)}${often}${intermittent ? ', intermittent' : ''}`,
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

const unreachedLines = ({ unreached = [] }: Report): string[] =>
  reasonLines('Not reached', 'operations', unreachedByReason(unreached))

const untestedLines = (rows: readonly LedgerRow[]): string[] =>
  reasonLines('Untested', 'constraints', untestedByReason(rows))

function reasonLines(title: string, what: string, groups: readonly [reason: string, ids: string[]][]): string[] {
  if (groups.length === 0) return []
  const omitted = groups.length - ROWS
  return [
    '',
    `### ${title}`,
    '',
    `| ${what} | reason | such as |`,
    '| ---: | --- | --- |',
    ...groups
      .slice(0, ROWS)
      .map(
        ([reason, ids]) => `| ${grouped(ids.length)} | ${text(reason)} | ${ids.slice(0, IDS).map(code).join(', ')} |`,
      ),
    ...(omitted > 0 ? [`| | ${counted(omitted, 'more reason')} | |`] : []),
  ]
}

function notesLines(report: Report): string[] {
  const notes = otherNotes(report)
  if (notes.length === 0) return []
  const omitted = notes.length - NOTES
  return [
    '',
    '### Notes',
    '',
    ...notes.slice(0, NOTES).map(({ message }) => `- ${text(message)}`),
    ...(omitted > 0 ? [`- ${counted(omitted, 'more note')}`] : []),
  ]
}

/**
 * Escapes foreign text for inline Markdown (GFM): it contains no markup, no link, and no end of a table cell. It must
 * not begin a line, because a number or a dash there would start a list.
 */
export const markdownText = (text: string): string =>
  escapeUnsafe(text)
    .replace(/[\\`*[\]<>|~&$#]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|:(?=\/\/)|(?<=\bwww)\.|@/gi, '\\$&')
    // GitHub finds mentions and addresses after it has removed backslashes.
    .replaceAll('\\@', '&#64;')

/** The same for inline code. The fence is longer than any in the text. */
export function markdownCode(text: string): string {
  const safe = escapeUnsafe(text).replaceAll('|', '\\|')
  const fence = fenceAround(safe, 1)
  const space = /^[` ]|[` ]$/.test(safe) || safe === '' ? ' ' : ''
  return `${fence}${space}${safe}${space}${fence}`
}

/** A code block of lines that are safe already. */
export function markdownBlock(language: string, lines: readonly string[]): string[] {
  const fence = fenceAround(lines.join('\n'), 3)
  return [`${fence}${language}`, ...lines, fence]
}

function fenceAround(text: string, least: number): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length)
  return '`'.repeat(Math.max(least, runs.reduce((most, run) => Math.max(most, run), 0) + 1))
}
