import type { Summary, Verdict } from '../results/index.ts'
import { wrapAfter } from '../text/index.ts'
import type { ConsoleStyle } from './console-style.ts'
import { verdictSentence } from './verdict-sentence.ts'

/**
 * The last line: the verdict in words. It is one line however long, so that a script can take it as such; only in a
 * person's own terminal, `wrapped`, it is cut between words.
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
