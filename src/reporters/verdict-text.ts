import type { Summary, Verdict } from '../results/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { counted, grouped, legible, wrapAfter } from './wrap.ts'

/**
 * The last line: the verdict in words. It is one line however long, so that a script can take it as such; only in a
 * person's own terminal, `wrapped`, it is cut between words.
 */
export function verdictText(summary: Summary, { colors, columns }: ConsoleStyle, wrapped: boolean): string[] {
  const { verdict, reason, findings } = summary
  const paint: Record<Verdict, (text: string) => string> = {
    pass: colors.green,
    fail: colors.red,
    inconclusive: colors.yellow,
  }
  const found = [
    findings.error > 0 ? counted(findings.error, 'error') : '',
    findings.advisory > 0 ? counted(findings.advisory, 'advisory', 'advisories') : '',
  ].filter((part) => part !== '')
  const parts = [
    ...(reason === undefined ? [] : [legible(reason, { word: 200, whole: 600 }).replace(/[.;\s]+$/, '')]),
    ...(found.length > 0 ? [found.join(', ')] : []),
    numbersText(summary),
  ]
  const label = `${verdict.toUpperCase()}  `
  const line = label + parts.join('; ')
  return (wrapped ? wrapAfter(label, parts.join('; '), columns) : [line]).map((text, index) =>
    index === 0 ? colors.bold(paint[verdict](text.slice(0, verdict.length))) + text.slice(verdict.length) : text,
  )
}

function numbersText({ verdict, requests, executions, durationMs, constraints }: Summary): string {
  const { held, broken, untested } = constraints
  const sent = `${counted(requests, 'request')}, ${counted(executions, 'execution')}`
  // Of a run that proved nothing, what was held is no news.
  const proved =
    verdict === 'inconclusive'
      ? ''
      : `, ${grouped(held)} of ${grouped(held + broken + untested)} constraints held, ` +
        `${grouped(broken)} broken, ${grouped(untested)} untested`
  return `${sent}${proved} (${durationText(durationMs)})`
}

/** `340 ms`, `1.2 s`, `2 min 5 s`. */
function durationText(durationMs: number): string {
  if (durationMs < 950) return `${Math.round(durationMs)} ms`
  if (durationMs < 59_950) return `${(durationMs / 1000).toFixed(1)} s`
  const seconds = Math.round(durationMs / 1000)
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
