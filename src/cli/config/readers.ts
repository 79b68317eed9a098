import { dirname, resolve } from 'node:path'
import { isObject, type JsonObject } from '../../json/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { DURATION_FORM, parseDuration } from './duration.ts'
import { nearName } from './near-name.ts'
import { isRate, parseRate, RATE_FORM } from './rate.ts'

/** Where a value of a configuration stands. */
export interface Place {
  /** The file, as the user named it. */
  readonly file: string
  /** The folder that files are relative to. */
  readonly folder: string
  /** `operations.listPets.runs` */
  readonly key: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether the command line gives an option or, of `param` and `header`, the one of that name. */
  isGiven(option: string, name?: string): boolean
}

/** Reads one value. Throws UsageError that names file and key, and not the value, which may be secret. */
export type Reader<T> = (value: unknown, at: Place) => T

export const within = (at: Place, name: string): Place => ({ ...at, key: at.key === '' ? name : `${at.key}.${name}` })

export function refuse({ file, key }: Place, what: string): never {
  throw new UsageError(`${file}: ${key === '' ? 'the configuration' : key} ${what}`)
}

const kindOf = (value: unknown): string => {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

function expected(at: Place, value: unknown, wanted: string): never {
  if (value !== undefined) refuse(at, `is ${kindOf(value)}; give ${wanted}.`)
  refuse(at, `is undefined, as of an environment variable that is not set; give ${wanted}, or leave it out.`)
}

type Members = { readonly [name: string]: unknown }

/** The members of an object, all of them known. */
export function members(value: unknown, at: Place, names: readonly string[]): Members {
  const all = record(value, at)
  for (const name of Object.keys(all)) {
    if (names.includes(name)) continue
    const near = nearName(name, names)
    const where = at.key === '' ? '' : ` in ${at.key}`
    const advice = near === undefined ? `there are: ${names.join(', ')}.` : `did you mean ${near}?`
    throw new UsageError(`${at.file}: there is no option "${name}"${where}; ${advice}`)
  }
  return all
}

export function record(value: unknown, at: Place): Members {
  return isObject(value) ? value : expected(at, value, 'an object')
}

export const string: Reader<string> = (value, at) => {
  if (typeof value !== 'string') return expected(at, value, 'a text')
  return value === '' ? refuse(at, 'is empty; leave it out, or give a text.') : value
}

export const text: Reader<string> = (value, at) => {
  if (!isObject(value)) return string(value, at)
  const { env } = members(value, at, ['env'])
  const name = string(env, within(at, 'env'))
  const found = at.env[name]
  return found === undefined || found === ''
    ? refuse(at, `is to come from the environment variable ${name}, which is not set.`)
    : found
}

export const flag: Reader<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : expected(at, value, 'true or false')

const MOST = 999_999_999

const integerFrom =
  (least: number): Reader<number> =>
  (value, at) =>
    typeof value === 'number' && Number.isInteger(value) && value >= least && value <= MOST
      ? value
      : expected(at, value, `a whole number, ${least} or more`)

export const count = integerFrom(0)
export const positive = integerFrom(1)

export const seed: Reader<number | 'random'> = (value, at) =>
  value === 'random' || (typeof value === 'number' && (value | 0) === value)
    ? value
    : expected(at, value, 'a whole number of 32 bits, or random')

const durationFrom =
  (least: number): Reader<number> =>
  (value, at) => {
    const ms = typeof value === 'string' ? parseDuration(value) : value
    return typeof ms === 'number' && ms >= least && ms < Number.POSITIVE_INFINITY
      ? ms
      : expected(at, value, `${least > 0 ? `${least} or more ` : ''}milliseconds, or ${DURATION_FORM}`)
  }

export const duration = durationFrom(0)
export const timeout = durationFrom(1)

export const rate: Reader<number> = (value, at) => {
  const perSecond = typeof value === 'string' ? parseRate(value) : value
  return typeof perSecond === 'number' && isRate(perSecond) && perSecond < Number.POSITIVE_INFINITY
    ? perSecond
    : expected(at, value, RATE_FORM)
}

/** One, or a list of them. */
export const listOf =
  <T>(reader: Reader<T>): Reader<readonly T[]> =>
  (value, at) =>
    Array.isArray(value)
      ? value.map((item: unknown, index) => reader(item, { ...at, key: `${at.key}[${index}]` }))
      : [reader(value, at)]

export const mapOf =
  <T>(reader: Reader<T>): Reader<ReadonlyMap<string, T>> =>
  (value, at) =>
    new Map(Object.entries(record(value, at)).map(([name, item]) => [name, reader(item, within(at, name))]))

export const file: Reader<string> = (value, at) => resolve(at.folder, string(value, at))

/** A file, or a URL, which is no file. */
export const location: Reader<string> = (value, at) => {
  const given = text(value, at)
  return /^https?:\/\//i.test(given) ? given : resolve(at.folder, given)
}

/** The path of a file, or a value as it is. */
export const body: Reader<string | JsonObject> = (value, at) => {
  if (typeof value === 'string') return file(value, at)
  if (!isObject(value)) return expected(at, value, 'the path of a file, or an object')
  try {
    const copy: JsonObject = JSON.parse(JSON.stringify(value))
    return copy
  } catch {
    return refuse(at, 'is no JSON; give the path of a file, or an object.')
  }
}

/** `NAME`, or `NAME=FILE`. */
export const reporter: Reader<string> = (value, at) => {
  const given = string(value, at)
  const split = given.indexOf('=')
  return split < 0 || split === given.length - 1
    ? given
    : given.slice(0, split + 1) + resolve(at.folder, given.slice(split + 1))
}

export const folderOf = (file: string, folder: string): string => dirname(resolve(folder, file))
