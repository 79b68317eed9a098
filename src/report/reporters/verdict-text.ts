import type { Summary, Verdict } from '../results/index.ts'
import { counted, grouped, legible, wrapAfter } from '../text/index.ts'
import type { ConsoleStyle } from './console-style.ts'

/**
 * The last line: the verdict in words. It stays on one line, so that a script can read it. Only in a person's own
 * terminal (`wrapped`) it breaks between words.
 */
export function verdictText(summary: Summary, { colors, columns }: ConsoleStyle, wrapped: boolean): string[] {
  const { verdict } = summary
  const paint: Record<Verdict, (text: string) => string> = {
    pass: colors.green,
    fail: colors.red,
    inconclusive: colors.yellow,
  }
  const words = verdictSentence(summary)
  const label = `${verdict.toUpperCase()}  `
  return (wrapped ? wrapAfter(label, words, columns) : [label + words]).map((text, index) =>
    index === 0 ? colors.bold(paint[verdict](text.slice(0, verdict.length))) + text.slice(verdict.length) : text,
  )
}

/** The facts behind the verdict: `1 error; 162 requests, 71 executions, 57 of 79 constraints held, … (1.5 s)`. */
export function verdictSentence(summary: Summary): string {
  const { verdict, reason, findings } = summary
  const standings = [
    findings.error > 0 ? errorsText(summary) : '',
    findings.advisory > 0 ? counted(findings.advisory, 'advisory', 'advisories') : '',
    findings.known > 0 ? `${grouped(findings.known)} known` : '',
  ].filter((part) => part !== '')
  const numbers = `${counted(summary.requests, 'request')}, ${counted(summary.executions, 'execution')}`
  const duration = durationText(summary.durationMs)
  return [
    ...(reason === undefined
      ? []
      : [legible(reason, { word: 200, whole: 600 }) + (verdict === 'inconclusive' ? '' : ';')]),
    // An inconclusive run has proved nothing, so the ledger is left out.
    verdict === 'inconclusive'
      ? `(${[...standings, numbers, duration].join(', ')})`
      : `${standings.length === 0 ? '' : `${standings.join(', ')}; `}${numbers}, ${provedText(summary)} (${duration})`,
  ].join(' ')
}

/** Errors about cases break no constraint: then none is counted as broken. */
function errorsText({ findings: { error }, constraints: { broken } }: Summary): string {
  const errors = counted(error, 'error')
  return broken > 0 ? errors : `${errors} that ${error === 1 ? 'breaks' : 'break'} no constraint`
}

const provedText = ({ constraints: { held, broken, untested } }: Summary): string =>
  `${grouped(held)} of ${grouped(held + broken + untested)} constraints held, ` +
  `${grouped(broken)} broken, ${grouped(untested)} untested`

/** `340 ms`, `1.2 s`, `2 min 5 s`. */
function durationText(durationMs: number): string {
  if (durationMs < 950) return `${Math.round(durationMs)} ms`
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`
  const seconds = Math.round(durationMs / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
