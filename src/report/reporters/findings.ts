import type { Finding } from '../results/index.ts'
import { legible } from '../text/index.ts'

/** Whether a finding fails the run (`error`) or why it does not. */
export type Standing = 'error' | 'advisory' | 'known'

export const standingOf = ({ severity, known }: Pick<Finding, 'severity' | 'known'>): Standing =>
  known === undefined ? severity : 'known'

const ORDER = ['error', 'advisory', 'known'] as const satisfies readonly Standing[]

/** Puts what fails the run first, and what is known last. */
export const orderFindings = (findings: readonly Finding[]): Finding[] =>
  ORDER.flatMap((standing) => findings.filter((finding) => standingOf(finding) === standing))

export function countStandings(findings: readonly Finding[]): Record<Standing, number> {
  const counts = { error: 0, advisory: 0, known: 0 }
  for (const finding of findings) counts[standingOf(finding)]++
  return counts
}

/** Why a known finding does not fail the run: `known until 2026-12-31: fixed in release 8`. */
export const knownText = ({ reason, expires }: NonNullable<Finding['known']>): string =>
  `known until ${legible(expires, { word: 40, whole: 40 })}: ${legible(reason, { word: 120, whole: 400 })}`
