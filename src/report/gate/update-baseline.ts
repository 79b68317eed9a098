import type { BaselineEntry, BaselineRow, Report } from '../results/index.ts'
import { entriesOf, entryKey } from './entry-key.ts'

export interface BaselineUpdate {
  readonly findings: readonly BaselineEntry[]
  /** Entries that want a reason and a day. */
  readonly drafts: number
  /** Entries that were stale. */
  readonly removed: number
}

/** The entries that are still there, as they are, and one for each further error of a report, still to be completed. */
export function updateBaseline({ findings, baseline }: Report): BaselineUpdate {
  const rows = baseline?.findings ?? []
  const kept = rows.filter(({ state }) => state !== 'stale')
  const known = new Set(kept.map(entryKey))
  const added = findings
    .filter(({ severity }) => severity === 'error')
    .flatMap(entriesOf)
    .filter((entry) => !known.has(entryKey(entry)))
  const all = [...kept.map(entryOf), ...added].sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1))
  return {
    findings: all,
    drafts: all.filter(({ reason, expires }) => reason.trim() === '' || expires === '').length,
    removed: rows.length - kept.length,
  }
}

function entryOf({ state: _, ...entry }: BaselineRow): BaselineEntry {
  return entry
}

/** The text of a baseline's file. */
export const renderBaseline = (findings: readonly BaselineEntry[]): string =>
  `${JSON.stringify({ version: 1, findings }, null, 2)}\n`
