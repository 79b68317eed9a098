import { dirname, resolve } from 'node:path'
import { isObject } from '../json/index.ts'
import { UsageError } from '../report/results/index.ts'
import { nearName } from './near-name.ts'

/** Where a value of a configuration stands. */
export interface ConfigPlace {
  /** The file, as the user named it. */
  readonly file: string
  /** The folder that paths are relative to. */
  readonly folder: string
  /** `operations.listPets.runs` */
  readonly key: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Whether an option is not read here: the command line gives it, or for `param` and `header` the one with that name. */
  isGiven(option: string, name?: string): boolean
}

export type Members = { readonly [name: string]: unknown }

export const within = (place: ConfigPlace, name: string): ConfigPlace => ({
  ...place,
  key: place.key === '' ? name : `${place.key}.${name}`,
})

/** Throws UsageError that names file and key, and not the value, which may be secret. */
export function refuse({ file, key }: ConfigPlace, message: string): never {
  throw new UsageError(`${file}: ${key === '' ? 'the configuration' : key} ${message}`)
}

/** Refuses a value, and says what to write instead. */
export function expected(place: ConfigPlace, value: unknown, form: string): never {
  if (value !== undefined) refuse(place, `is ${describe(value)}; give ${form}.`)
  refuse(place, `is undefined, perhaps because an environment variable is not set; give ${form}, or leave it out.`)
}

/** A kind of value, in words, without the value if it may be secret. */
export function describe(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

export function record(value: unknown, place: ConfigPlace): Members {
  return isObject(value) ? value : expected(place, value, 'an object')
}

/** The members of an object. Refuses a name that is not one of those. */
export function members(value: unknown, place: ConfigPlace, names: readonly string[]): Members {
  const object = record(value, place)
  for (const name of Object.keys(object)) {
    if (names.includes(name)) continue
    const near = nearName(name, names)
    const where = place.key === '' ? '' : ` in ${place.key}`
    const advice = near === undefined ? `there are: ${names.join(', ')}.` : `did you mean ${near}?`
    throw new UsageError(`${place.file}: there is no option "${name}"${where}; ${advice}`)
  }
  return object
}

export const folderOf = (file: string, folder: string): string => dirname(resolve(folder, file))
