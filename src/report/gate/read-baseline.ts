import { type Json, valueAt, withValueAt } from '../../json/index.ts'
import {
  ADVISORY_CHECK_NAMES,
  BASELINE_CHECK_NAMES,
  type Baseline,
  type BaselineEntry,
  type UnreachedEntry,
  UsageError,
} from '../results/index.ts'
import { type StoredKind, storedReader } from '../stored/index.ts'
import { entryKey } from './entry-key.ts'

export interface ReadOptions {
  /** Whether a reason and a day may still be empty, as `--update-baseline` leaves them. */
  readonly drafts?: boolean
}

interface BaselineDocument {
  readonly findings: readonly BaselineEntry[]
  readonly unreached?: readonly UnreachedEntry[]
}

const ENTRY = '/$defs/entry/properties'
const UNREACHED = '/$defs/unreached/properties'

const acceptanceProblems = (entry: string): NonNullable<StoredKind['problems']> => ({
  [`#${entry}/reason`]: () => 'is empty; write why this is left as it is',
  [`#${entry}/expires`]: (day) =>
    `is ${day === '' ? 'empty' : 'no day'}; write the last day on which this is known, such as 2026-12-31`,
})

const BASELINE: StoredKind = {
  schema: 'baseline.schema.json',
  formats: { date: isDay },
  message: (file, pointer, problem) => `${file}#${pointer} ${problem}.`,
  problems: {
    [`#${ENTRY}/check`]: (check) =>
      ADVISORY_CHECK_NAMES.some((name) => name === check)
        ? 'is of what fails no run; take the entry out'
        : `is no check of a deployment; there are: ${BASELINE_CHECK_NAMES.join(', ')} and own.NAME`,
    ...acceptanceProblems(ENTRY),
    ...acceptanceProblems(UNREACHED),
  },
}

const withDrafts = (schema: Json): Json => withDraftsAt(withDraftsAt(schema, ENTRY), UNREACHED)

function withDraftsAt(schema: Json, entry: string): Json {
  const day = valueAt(schema, `${entry}/expires`) ?? true
  const orEmpty = { type: 'string', anyOf: [{ maxLength: 0 }, day] }
  return withValueAt(withValueAt(schema, `${entry}/reason/pattern`, undefined), `${entry}/expires`, orEmpty)
}

const readComplete = storedReader<BaselineDocument>(BASELINE)
const readDrafts = storedReader<BaselineDocument>({ ...BASELINE, change: withDrafts })

/**
 * Reads a baseline, as `specs/baseline.schema.json` describes it. Throws UsageError that names the file, the place in it
 * and what to do.
 */
export function readBaseline(text: string, file: string, { drafts = false }: ReadOptions = {}): Baseline {
  const { findings, unreached } = drafts ? readDrafts(text, file) : readComplete(text, file)
  requireDistinct(
    file,
    '/findings',
    findings.map((entry) => entryKey(entry)),
  )
  requireDistinct(
    file,
    '/unreached',
    (unreached ?? []).map(({ operation }) => operation),
  )
  return { file, findings, ...(unreached && { unreached }) }
}

function requireDistinct(file: string, list: string, keys: readonly string[]): void {
  const places = new Map<string, number>()
  for (const [index, key] of keys.entries()) {
    const before = places.get(key)
    if (before !== undefined) {
      const problem = `is about the same as ${list}/${before}; keep one of them`
      throw new UsageError(BASELINE.message(file, `${list}/${index}`, problem))
    }
    places.set(key, index)
  }
}

/** Whether a text is a day of the calendar, as in `2026-02-28`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
