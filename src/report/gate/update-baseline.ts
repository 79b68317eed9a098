import type { BaselineEntry, BaselineRow, Report } from '../results/index.ts'
import { entriesOf, entryKey } from './entry-key.ts'

export interface BaselineUpdate {
  readonly findings: readonly BaselineEntry[]
  /** Entries that still need a reason and a day. */
  readonly drafts: number
  /** Further entries that have expired, so they need a new day. */
  readonly expired: number
  /** Stale entries that were left out. */
  readonly removed: number
}

/** Keeps the entries that are not stale as they are, and adds one, to be completed, for each further error of a report. */
export function updateBaseline({ findings, baseline }: Report): BaselineUpdate {
  const rows = baseline?.findings ?? []
  const current = rows.filter(({ state }) => state !== 'stale')
  const currentKeys = new Set(current.map((entry) => entryKey(entry)))
  const added = findings.flatMap((finding) => {
    if (finding.severity !== 'error' || finding.known) return []
    const entries = entriesOf(finding)
    return entries.some((entry) => currentKeys.has(entryKey(entry))) ? [] : entries.slice(0, 1)
  })
  const all = [...current.map(entryOf), ...added].sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1))
  return {
    findings: all,
    drafts: all.filter(isDraft).length,
    expired: current.filter((row) => row.state === 'expired' && !isDraft(row)).length,
    removed: rows.length - current.length,
  }
}

const isDraft = ({ reason, expires }: BaselineEntry): boolean => reason.trim() === '' || expires === ''

function entryOf({ state: _, ...entry }: BaselineRow): BaselineEntry {
  return entry
}

/** The text of a baseline file. */
export const renderBaseline = (findings: readonly BaselineEntry[]): string =>
  `${JSON.stringify({ version: 1, findings }, null, 2)}\n`
