import type { BaselineEntry, BaselineRow, BaselineState, Report, UnreachedEntry } from '../results/index.ts'
import { jsonText } from '../text/index.ts'
import { entriesOf, entryKey } from './entry-key.ts'

/** What all entries get that lack it. */
export interface Acceptance {
  readonly reason?: string | undefined
  /** The last day: `2026-12-31`. It renews entries that have expired. */
  readonly expires?: string | undefined
}

export interface BaselineUpdate {
  readonly findings: readonly BaselineEntry[]
  readonly unreached: readonly UnreachedEntry[]
  /** Entries that still need a reason and a day. */
  readonly drafts: number
  /** Further entries that have expired, so they need a new day. */
  readonly expired: number
  /** Stale entries that were left out. */
  readonly removed: number
}

/**
 * Keeps the entries that are not stale as they are, and adds one, to be completed, for each further error of a report, and
 * for each further operation that was not reached.
 */
export function updateBaseline(
  { findings, unreached = [], baseline }: Report,
  acceptance: Acceptance = {},
): BaselineUpdate {
  const rows = (baseline?.findings ?? []).filter(isCurrent)
  const keys = new Set(rows.map((row) => entryKey(row)))
  const added = findings.flatMap((finding) => {
    if (finding.severity !== 'error' || finding.known) return []
    const candidates = entriesOf(finding)
    return candidates.some((entry) => keys.has(entryKey(entry))) ? [] : candidates.slice(0, 1)
  })
  const unreachedRows = (baseline?.unreached ?? []).filter(isCurrent)
  const knownIds = new Set(unreachedRows.map(({ operation }) => operation))
  const unreachedAdded = unreached.filter(
    ({ operation, allowed, known }) => !allowed && !known && !knownIds.has(operation),
  )
  const entries = [
    ...rows.map((row): BaselineEntry => ({ ...entryOf(row), ...accepted(row, acceptance) })),
    ...added.map((entry): BaselineEntry => ({ ...entry, ...accepted(entry, acceptance) })),
  ].sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1))
  const operations = [
    ...unreachedRows.map((row): UnreachedEntry => ({ operation: row.operation, ...accepted(row, acceptance) })),
    ...unreachedAdded.map(({ operation }): UnreachedEntry => ({ operation, ...accepted(EMPTY, acceptance) })),
  ].sort((a, b) => (a.operation < b.operation ? -1 : 1))
  const before = [...(baseline?.findings ?? []), ...(baseline?.unreached ?? [])]
  const current = before.filter(isCurrent)
  return {
    findings: entries,
    unreached: operations,
    drafts: [...entries, ...operations].filter(isDraft).length,
    expired: acceptance.expires === undefined ? current.filter((row) => isLate(row) && !isDraft(row)).length : 0,
    removed: before.length - current.length,
  }
}

type Accepted = Pick<BaselineEntry, 'reason' | 'expires'>
type Stated = { readonly state?: BaselineState }

const EMPTY: Accepted = { reason: '', expires: '' }

const isCurrent = ({ state }: Stated): boolean => state !== 'stale'
const isLate = ({ state }: Stated): boolean => state === 'expired'

/** Reason and day of an entry: its own, and where it has none, or its day is over, those of all. */
const accepted = (entry: Accepted & Stated, { reason = '', expires = '' }: Acceptance): Accepted => ({
  reason: entry.reason.trim() === '' ? reason : entry.reason,
  expires: entry.expires === '' || (isLate(entry) && expires !== '') ? expires : entry.expires,
})

function entryOf({ state: _, ...entry }: BaselineRow): BaselineEntry {
  return entry
}

const isDraft = ({ reason, expires }: Accepted): boolean => reason.trim() === '' || expires === ''

/** The text of a baseline file. */
export const renderBaseline = ({ findings, unreached }: Pick<BaselineUpdate, 'findings' | 'unreached'>): string =>
  `${jsonText({ version: 1, findings, ...(unreached.length > 0 && { unreached }) })}\n`
