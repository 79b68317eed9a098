import { isArray, isObject, type Json, type JsonObject } from '../../json/index.ts'
import { type Baseline, type BaselineEntry, CHECK_NAMES, isCheckName, UsageError } from '../results/index.ts'
import { entryKey } from './entry-key.ts'

const NAMES = ['constraint', 'operation', 'case', 'check', 'class', 'reason', 'expires']

export interface ReadOptions {
  /** Whether a reason and a day may still be empty, as `--update-baseline` leaves them. */
  readonly drafts?: boolean
}

/**
 * Reads a baseline, as `specs/baseline.schema.json` describes it. Throws UsageError that names the file, the place in it
 * and what to do.
 */
export function readBaseline(text: string, file: string, { drafts = false }: ReadOptions = {}): Baseline {
  const value = parsed(text, file)
  const wrong = (pointer: string, why: string): UsageError => new UsageError(`${file}#${pointer} ${why}`)
  if (!isObject(value)) throw wrong('', 'is no object; a baseline is {"version": 1, "findings": […]}.')
  requireNames(value, ['$schema', 'version', 'findings'], (why) => wrong('', why))
  if (value.version !== 1) throw wrong('/version', 'is not 1, which is the only version there is.')
  const { findings } = value
  if (!isArray(findings)) throw wrong('/findings', 'is no array; a baseline is {"version": 1, "findings": […]}.')
  const places = new Map<string, number>()
  return {
    file,
    findings: findings.map((one, index) => {
      const at = `/findings/${index}`
      const entry = readEntry(one, drafts, (name, why) => wrong(at + name, why))
      const before = places.get(entryKey(entry))
      if (before !== undefined) throw wrong(at, `is about the same as /findings/${before}; keep one of them.`)
      places.set(entryKey(entry), index)
      return entry
    }),
  }
}

function parsed(text: string, file: string): Json {
  try {
    const value: Json = JSON.parse(text.replace(/^\ufeff/, ''))
    return value
  } catch (error) {
    throw new UsageError(`${file} is not JSON: ${error instanceof Error ? error.message : error}.`)
  }
}

type Wrong = (name: string, why: string) => UsageError

function readEntry(one: Json, drafts: boolean, wrong: Wrong): BaselineEntry {
  if (!isObject(one)) throw wrong('', `is no object; an entry has ${NAMES.join(', ')}.`)
  requireNames(one, NAMES, (why) => wrong('', why))
  const text = (name: string): string => {
    const value = Object.hasOwn(one, name) ? one[name] : undefined
    if (typeof value !== 'string') throw wrong(`/${name}`, `is ${value === undefined ? 'missing' : 'no string'}.`)
    return value
  }
  const check = text('check')
  if (!isCheckName(check)) throw wrong('/check', `is no check; there are: ${CHECK_NAMES.join(', ')}.`)
  if (check === 'advisory') throw wrong('/check', 'is of what fails no run; take the entry out.')
  const reason = text('reason')
  if (reason.trim() === '' && !drafts) throw wrong('/reason', 'is empty; write why this is left as it is.')
  const expires = text('expires')
  if (!isDay(expires) && !(drafts && expires === ''))
    throw wrong(
      '/expires',
      `is ${expires === '' ? 'empty' : 'no day'}; write the last day on which this is known, such as 2026-12-31.`,
    )
  const rest = { check, class: text('class'), reason, expires }
  if (Object.hasOwn(one, 'constraint') === Object.hasOwn(one, 'case'))
    throw wrong('', 'has to have either constraint, or operation and case.')
  if (Object.hasOwn(one, 'case')) return { operation: text('operation'), case: text('case'), ...rest }
  if (Object.hasOwn(one, 'operation')) throw wrong('/operation', 'goes with a case alone; a constraint names its own.')
  return { constraint: text('constraint'), ...rest }
}

function requireNames(object: JsonObject, names: readonly string[], wrong: (why: string) => UsageError): void {
  const unknown = Object.keys(object).find((name) => !names.includes(name))
  if (unknown !== undefined) throw wrong(`has an unknown ${JSON.stringify(unknown)}; there are: ${names.join(', ')}.`)
}

/** Whether a text is a day of the calendar, as in `2026-02-28`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
