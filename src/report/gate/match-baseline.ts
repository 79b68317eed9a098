import type {
  Baseline,
  BaselineEntry,
  BaselineRow,
  BaselineState,
  Finding,
  Report,
  SettledFinding,
  UnreachedEntry,
  UnreachedRow,
} from '../results/index.ts'
import { entriesOf, entryKey, type PlaceOf, subjectKey } from './entry-key.ts'

/**
 * The entry that makes a finding known: there is one for each place of the document where it was seen; of a case, one for any
 * of its operations is enough. If there are several, the one that expires first counts.
 */
export function knownBy(
  { findings }: Baseline,
  today: string,
  finding: SettledFinding,
  placeOf: PlaceOf,
): BaselineEntry | undefined {
  if (finding.severity === 'advisory') return undefined
  const keys = new Set(entriesOf(finding).map((entry) => entryKey(entry, placeOf)))
  const covering = findings.filter((entry) => keys.has(entryKey(entry, placeOf)))
  const covered = new Set(covering.map((entry) => entryKey(entry, placeOf)))
  if (finding.subject.kind === 'constraint' && covered.size < keys.size) return undefined
  const [first, ...others] = covering
  const entry = first && others.reduce((a, b) => (b.expires < a.expires ? b : a), first)
  return entry && !isExpired(entry, today) ? entry : undefined
}

export const isExpired = ({ expires }: Pick<BaselineEntry, 'expires'>, today: string): boolean => expires < today

/** The state of each entry after a run. `wasSent` says whether a case of an operation was sent and judged. */
export function matchBaseline(
  { findings }: Baseline,
  today: string,
  report: Report,
  { wasSent, placeOf }: { wasSent(operation: string, name: string): boolean; readonly placeOf: PlaceOf },
): BaselineRow[] {
  const seenKeys = new Set(report.findings.flatMap(entriesOf).map((entry) => entryKey(entry, placeOf)))
  const rows = new Map(report.constraints.map((row) => [row.id, row]))
  const operations = [...new Set(report.constraints.map(({ operation }) => operation))]
  const isGone = (entry: BaselineEntry): boolean => {
    if (entry.constraint === undefined) return wasSent(entry.operation, entry.case)
    const row = rows.get(entry.constraint)
    // The contract no longer has this constraint.
    if (!row) return operations.some((operation) => entry.constraint.startsWith(`${operation} `))
    return row.state === 'held'
  }
  return findings.map((entry): BaselineRow => {
    const state: BaselineState = seenKeys.has(entryKey(entry, placeOf))
      ? isExpired(entry, today)
        ? 'expired'
        : 'known'
      : isGone(entry)
        ? 'stale'
        : 'unseen'
    return { ...entry, state }
  })
}

/** The state of each entry about an operation that is not reached. */
export function matchUnreached(
  { unreached = [] }: Baseline,
  today: string,
  { unreached: rows, constraints }: Pick<Report, 'unreached' | 'constraints'>,
): UnreachedRow[] {
  const verified = new Set(constraints.map(({ operation }) => operation))
  return unreached.map((entry): UnreachedRow => {
    const isMet = rows?.some(({ operation }) => operation === entry.operation)
    const state = isMet
      ? isExpired(entry, today)
        ? 'expired'
        : 'known'
      : rows && verified.has(entry.operation)
        ? 'stale'
        : 'unseen'
    return { ...entry, state }
  })
}

/** Notes about a baseline for the report: how it was used, and which entries need attention. */
export function baselineNotes(
  { file, findings: rows, unreached = [] }: NonNullable<Report['baseline']>,
  { findings, constraints }: Pick<Report, 'findings' | 'constraints'>,
  placeOf: PlaceOf,
  operations: readonly string[],
): string[] {
  if (rows.length + unreached.length === 0) return []
  const states = [...rows, ...unreached].map(({ state }) => state)
  const count = (state: BaselineState): string => `${states.filter((other) => other === state).length} ${state}`
  const all = (['known', 'expired', 'stale', 'unseen'] as const).map(count).filter((text) => !text.startsWith('0 '))
  const ids = new Set(constraints.map(({ id }) => id))
  return [
    `The baseline ${file} was used: ${all.join(', ')}.`,
    ...rows.flatMap((row) => {
      const note = stateNote(row, describe(row))
      if (isUnknown(row, operations)) return [noOperation(describe(row))]
      return row.state === 'stale' && row.constraint !== undefined && !ids.has(row.constraint)
        ? [`In the baseline, but the contract has no such constraint; correct or remove it: ${describe(row)}`]
        : note
    }),
    ...unreached.flatMap((row) =>
      !operations.includes(row.operation)
        ? [noOperation(describeUnreached(row))]
        : stateNote(row, describeUnreached(row)),
    ),
    ...otherDefects(rows, findings, placeOf),
    ...otherPlaces(rows, findings, placeOf),
  ]
}

const noOperation = (text: string): string =>
  `In the baseline, but the contract has no such operation; correct or remove it: ${text}`

function stateNote({ state, expires, reason }: Omit<UnreachedRow, 'operation'>, text: string): string[] {
  if (state === 'expired' && expires !== '') return [`Expired on ${expires}: ${text} (${reason})`]
  return state === 'stale' ? [`Stale in the baseline, remove it: ${text}`] : []
}

/** Whether an entry is about no operation of the contract, mistyped most likely. */
function isUnknown(entry: BaselineEntry, operations: readonly string[]): boolean {
  return entry.constraint === undefined
    ? !operations.includes(entry.operation)
    : !operations.some((operation) => entry.constraint.startsWith(`${operation} `))
}

/** Findings of a subject that the baseline has, in classes that it does not have. */
function otherDefects(rows: readonly BaselineRow[], findings: readonly Finding[], placeOf: PlaceOf): string[] {
  const rowBySubject = new Map(rows.map((row) => [subjectKey(row, placeOf), row]))
  const keys = new Set(rows.map((row) => entryKey(row, placeOf)))
  return findings.flatMap((finding) => {
    if (finding.known || finding.severity === 'advisory') return []
    const [entry] = entriesOf(finding)
    const covering = entry && rowBySubject.get(subjectKey(entry, placeOf))
    if (!covering || keys.has(entryKey(entry, placeOf))) return []
    return [`Another defect than the one in the baseline (class ${covering.class}): ${describe(entry)}`]
  })
}

/** Findings that the baseline has at some of their places alone. */
function otherPlaces(rows: readonly BaselineRow[], findings: readonly Finding[], placeOf: PlaceOf): string[] {
  const keys = new Set(rows.map((row) => entryKey(row, placeOf)))
  return findings.flatMap((finding) => {
    if (finding.known || finding.severity === 'advisory' || finding.subject.kind === 'case') return []
    const entries = entriesOf(finding)
    const others = entries.filter((entry) => !keys.has(entryKey(entry, placeOf)))
    if (others.length === 0 || others.length === entries.length) return []
    return [`In the baseline for other places, and met here too: ${others.map(describe).join('; ')}`]
  })
}

export const describeUnreached = ({ operation }: UnreachedEntry): string => `${operation}, not reached`

/** `op request.path.id maxLength, negative_data_rejection, class accepted`. */
export const describe = (entry: BaselineEntry): string =>
  `${entry.constraint ?? `${entry.operation} ${entry.case}`}, ${entry.check}, class ${entry.class}`
