import pc from 'picocolors'
import { findingPlaces, type Report, type Reporter, type RunEvent } from '../results/index.ts'
import { counted, legible, wrap, wrapAfter } from '../text/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { findingHeadline, findingSummary, findingText } from './finding-text.ts'
import { orderFindings, standingOf } from './findings.ts'
import { groupBy } from './ledger.ts'
import { ledgerText, notesText, unreachedText } from './ledger-text.ts'
import { type LiveOptions, LiveText } from './live-text.ts'
import { targetText } from './target-text.ts'
import { otherNotes } from './unreached.ts'
import { verdictText } from './verdict-text.ts'

export interface ConsoleOptions extends LiveOptions {
  readonly color: boolean
  readonly columns: number
  /** The configuration file that options come from. */
  readonly configFile?: string | undefined
}

const NARROWEST = 40
/** A person does not read more witnesses at once. */
const WITNESSES = 20

/** Writes for a person: what will be sent, the progress, the findings, and the ledger. */
export function createConsoleReporter(options: ConsoleOptions): Reporter {
  const { interactive, mode } = options
  const style: ConsoleStyle = {
    colors: pc.createColors(options.color),
    columns: Math.max(Number.isFinite(options.columns) ? Math.floor(options.columns) : 80, NARROWEST),
    verbose: mode === 'verbose',
  }
  const live = new LiveText(options, style)
  let isPlanToCome = false
  return {
    report(event) {
      if (event.type === 'progress') return live.progress(event)
      if (event.type === 'finding') return live.finding(event)
      if (event.type === 'started') {
        live.start()
        isPlanToCome = event.plan === undefined
        return mode === 'quiet' ? '' : text([...startedText(event, style), ...configText(options, style)])
      }
      const { plan, party } = event.report
      const planned = isPlanToCome ? [`${plannedText(plan, party)}${planIdentity(plan)}`, ''] : []
      const lines =
        mode === 'quiet' ? quietText(event.report, style) : [...finishedText(event.report, style), ...planned]
      return live.clear() + text([...lines, ...verdictText(event.report.summary, style, interactive)])
    },
  }
}

const text = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('')

function startedText(event: RunEvent & { readonly type: 'started' }, style: ConsoleStyle): string[] {
  const { contract, target, plan, seed } = event
  const name = legible(`${contract.title} ${contract.version}`, { word: 60, whole: 120 })
  const where = targetText(event, legible(target, { word: 200, whole: 200 }))
  const planned = plan ? plannedText(plan, event.party) : 'planned as it is sent'
  const identity = `seed ${seed}${plan ? planIdentity(plan) : ''}`
  return [
    ...wrap(`${name} at ${where}`, style.columns).map((line) => style.colors.bold(line)),
    ...wrap(`${planned}; ${identity}`, style.columns),
  ]
}

const plannedText = ({ requests, executions }: Report['plan'], party: Report['party']): string =>
  party === 'client'
    ? `${counted(requests, 'answer')} to be served`
    : `${counted(requests, 'request')} planned, ${executionsText(executions)}, and follow-ups`

const planIdentity = ({ digest }: Report['plan']): string =>
  digest === undefined ? '' : `, plan ${legible(digest.slice(0, 12), { word: 12, whole: 12 })}`

const configText = ({ configFile }: ConsoleOptions, style: ConsoleStyle): string[] =>
  configFile === undefined ? [] : wrap(`configured by ${legible(configFile, { word: 200, whole: 200 })}`, style.columns)

const executionsText = (count: number): string => (count === 0 ? 'no execution' : counted(count, 'execution'))

/** What fails the run. The rest is counted in the line of the verdict. */
function quietText({ findings }: Report, style: ConsoleStyle): string[] {
  const errors = orderFindings(findings).filter((finding) => standingOf(finding) === 'error')
  return errors.map((finding) => {
    const operations = new Set(findingPlaces(finding).map(({ operation }) => operation)).size
    const others = operations > 1 ? `, and in ${counted(operations - 1, 'other operation')}` : ''
    return `${findingHeadline(finding, style)}${others}`
  })
}

function finishedText(report: Report, style: ConsoleStyle): string[] {
  return [
    ...findingsText(report, style),
    ...unreachedText(report.unreached ?? [], style),
    ...ledgerText(report.constraints, style),
    ...notesText(otherNotes(report), style),
    '',
  ]
}

function findingsText(report: Report, style: ConsoleStyle): string[] {
  const { colors, columns, verbose } = style
  const rows = new Map(report.constraints.map((row) => [row.id, row]))
  const open = orderFindings(report.findings).filter(({ known }) => !known)
  // A known finding is shown without its witness.
  const whole = new Set(verbose ? report.findings : open.slice(0, WITNESSES))
  const omitted = verbose ? 0 : open.length - whole.size
  const lines: string[] = []
  for (const [operation, findings] of groupBy(report.findings, ({ operation }) => operation)) {
    lines.push(
      '',
      ...wrap(legible(operation, { word: 120, whole: 200 }), columns).map((line) => colors.underline(line)),
    )
    let blank = true
    for (const finding of orderFindings(findings)) {
      const row = finding.subject.kind === 'constraint' ? rows.get(finding.subject.constraint) : undefined
      if (blank || whole.has(finding)) lines.push('')
      lines.push(...(whole.has(finding) ? findingText(finding, row, style) : findingSummary(finding, style)))
      // Findings without a witness are many, so no blank lines separate them.
      blank = whole.has(finding)
    }
  }
  if (omitted > 0) {
    const advice = `${counted(omitted, 'finding')} shown without a witness; use --verbose or --reporter json=FILE to see all`
    lines.push('', ...wrapAfter('', advice, columns))
  }
  return lines
}
