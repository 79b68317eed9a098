import { resolve } from 'node:path'
import type { HeaderList } from '../http/index.ts'
import { BYTE_SIZE_FORM, parseByteSize, showByteSize, TOKEN } from '../http/index.ts'
import { isObject, type Json, type JsonObject, parseJson, writeJson } from '../json/index.ts'
import { type Baseline, UsageError } from '../report/results/index.ts'
import { type ConfigPlace, expected, members, record, refuse, within } from './config-place.ts'
import { DURATION_FORM, parseDuration, showDuration } from './duration.ts'
import { requireHeaderField } from './header-field.ts'
import {
  baselineShape,
  bytesShape,
  contentShape,
  flagShape,
  headersShape,
  listShape,
  millisecondsShape,
  numberShape,
  parametersShape,
  rateShape,
  textShape,
  tokenShape,
} from './library-shape.ts'
import type { OptionKind, Reading } from './option-kind.ts'
import { isRate, parseRate, RATE_FORM } from './rate.ts'

/** The value of an environment variable, which has to be set. */
export interface FromEnvironment {
  readonly env: string
}

/** A text, or the variable that holds it. */
export type Text = string | FromEnvironment

/** Texts by name: of parameters, of headers. */
export type Texts = { readonly [name: string]: Text | readonly Text[] }

/** A value in place, or a list of them. */
type OneOrMore<T> = T | readonly T[]

const asItIs = (text: string): string => text

function readString(value: unknown, place: ConfigPlace): string {
  if (typeof value !== 'string') return expected(place, value, 'a text')
  return value === '' ? refuse(place, 'is empty; leave it out, or give a text.') : value
}

export function readText(value: unknown, place: ConfigPlace): string {
  if (!isObject(value)) return readString(value, place)
  const { env } = members(value, place, ['env'])
  const name = readString(env, within(place, 'env'))
  const text = place.env[name]
  return text === undefined || text === ''
    ? refuse(place, `comes from the environment variable ${name}, which is not set; set it, or leave this option out.`)
    : text
}

const readFile = (value: unknown, place: ConfigPlace): string => resolve(place.folder, readString(value, place))

/** One kind of value for both places: what the command line's text stands for is checked as a configuration's value is. */
function scalar<Value>(
  form: string,
  ofText: (text: string) => unknown,
  isValue: (value: unknown) => value is Value,
): Reading<Value> {
  return {
    form,
    parse: (text) => {
      const value = ofText(text)
      return isValue(value) ? value : undefined
    },
    read: (value, place) => (isValue(value) ? value : expected(place, value, form)),
  }
}

const MOST = 999_999_999

const integer = (form: string, least: number, most = MOST): OptionKind<number> => ({
  ...scalar(
    form,
    (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined),
    (value): value is number => typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most,
  ),
  library: numberShape,
})

export const count = integer('a whole number, 0 or more', 0)
export const positive = integer('a whole number, 1 or more', 1)
export const port = integer('a whole number up to 65535; 0 takes any port that is free', 0, 65_535)
export const status = integer('a status, such as 404', 200, 599)

export const seed: OptionKind<number | 'random'> = scalar(
  'a whole number of 32 bits, or random',
  (text) => (/^-?\d{1,10}$/.test(text) ? Number(text) : text),
  (value): value is number | 'random' => value === 'random' || (typeof value === 'number' && (value | 0) === value),
)

export const flag: OptionKind<boolean> = {
  ...scalar(flagShape.form, asItIs, (value): value is boolean => typeof value === 'boolean'),
  library: flagShape,
}

export const choiceOf = <const Name extends string>(choices: readonly Name[]): OptionKind<Name> => ({
  ...scalar(`one of ${choices.join(', ')}`, asItIs, (value): value is Name => choices.some((name) => name === value)),
  choices,
})

/** Milliseconds. A configuration may give them as a number, too. */
function milliseconds(least: number): OptionKind<number, number | string> {
  const atLeast = least > 0 ? `${least} or more ` : ''
  const isLong = (ms: unknown): ms is number => typeof ms === 'number' && ms >= least && ms < Number.POSITIVE_INFINITY
  return {
    ...scalar(least > 0 ? `${DURATION_FORM}, and at least ${least}ms` : DURATION_FORM, parseDuration, isLong),
    read: (value, place) => {
      const ms = typeof value === 'string' ? parseDuration(value) : value
      return isLong(ms) ? ms : expected(place, value, `${atLeast}milliseconds, or ${DURATION_FORM}`)
    },
    show: showDuration,
    library: millisecondsShape,
  }
}

export const duration = milliseconds(0)
export const timeout = milliseconds(1)

/** Bytes. A configuration may give them as a number, too. */
export const byteSize: OptionKind<number, number | string> = {
  ...scalar(BYTE_SIZE_FORM, parseByteSize, isByteSize),
  read: (value, place) => {
    const bytes = typeof value === 'string' ? parseByteSize(value) : value
    return isByteSize(bytes) ? bytes : expected(place, value, BYTE_SIZE_FORM)
  },
  show: showByteSize,
  library: bytesShape,
}

function isByteSize(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1
}

export const rate: OptionKind<number, number | string> = {
  form: RATE_FORM,
  parse: parseRate,
  read: (value, place) => {
    const perSecond = typeof value === 'string' ? parseRate(value) : value
    return typeof perSecond === 'number' && isRate(perSecond) ? perSecond : expected(place, value, RATE_FORM)
  },
  library: rateShape,
}

export const string: OptionKind<string> = {
  form: 'a text',
  insteadOfEmpty: 'a text',
  parse: asItIs,
  read: readString,
  library: textShape,
}

export const command: OptionKind<string> = { ...string, insteadOfEmpty: 'a command' }

export const text: OptionKind<string, Text> = { form: 'a text', parse: asItIs, read: readText, library: textShape }

export const accessKey: OptionKind<string, Text> = { ...text, insteadOfEmpty: 'a key' }

/** A token, or a function that returns one. */
export type TokenSource = string | (() => string | Promise<string>)

/** One token, several texts, or tokens by security scheme. */
export type Tokens = TokenSource | readonly string[] | { readonly [scheme: string]: TokenSource }

type GivenToken = Text | (() => string | Promise<string>)

function readToken(value: unknown, place: ConfigPlace): TokenSource {
  if (typeof value !== 'function') return readText(value, place)
  return async () => {
    const text: unknown = await value()
    return typeof text === 'string' ? text : refuse(place, 'did not return a text; it has to return a token.')
  }
}

/** The command line gives tokens as texts; a configuration may give functions that fetch them, and tokens by scheme. */
export const tokens: OptionKind<Tokens, GivenToken | { readonly [scheme: string]: GivenToken }, Tokens> = {
  form: 'a text',
  repeats: true,
  // A single text stays one: what it is worth is known only beside the environment.
  parse: (text, earlier) => (typeof earlier === 'string' || Array.isArray(earlier) ? [earlier, text].flat() : text),
  read: (value, place) => {
    if (!isObject(value) || typeof value.env === 'string') return readToken(value, place)
    if (Object.keys(value).length === 0)
      refuse(place, 'is an empty object; give a token for each scheme, or leave it out.')
    return Object.fromEntries(
      Object.entries(value).map(([name, token]) => [name, readToken(token, within(place, name))]),
    )
  },
  library: tokenShape,
}

const path: Reading<string> = {
  form: 'the path of a file',
  insteadOfEmpty: 'a file',
  parse: asItIs,
  read: readFile,
}

export const file: OptionKind<string> = path

/** The library takes what is in the file. */
export const pemFile: OptionKind<string, string, string | Uint8Array> = { ...path, library: contentShape }
export const baselineFile: OptionKind<string, string, Baseline> = { ...path, library: baselineShape }

/** A file or a URL. */
export const location: OptionKind<string, Text> = {
  ...path,
  insteadOfEmpty: 'a file or a URL',
  read: (value, place) => {
    const text = readText(value, place)
    return /^https?:\/\//i.test(text) ? text : resolve(place.folder, text)
  },
}

/** An option that may be repeated on the command line, and that a list may give in a configuration. */
export function listOf<Value, Given, Library>(
  kind: OptionKind<Value, Given, Library>,
): OptionKind<readonly Value[], OneOrMore<Given>, readonly Library[]> {
  return {
    form: kind.form,
    ...(kind.insteadOfEmpty !== undefined && { insteadOfEmpty: kind.insteadOfEmpty }),
    repeats: true,
    library: listShape(kind.library),
    parse: (text, earlier = []) => {
      const value = kind.parse(text)
      return value === undefined ? undefined : [...earlier, value]
    },
    read: (value, place) =>
      Array.isArray(value)
        ? value.map((item: unknown, index) => kind.read(item, { ...place, key: `${place.key}[${index}]` }))
        : [kind.read(value, place)],
  }
}

const texts = listOf(text)

/** The texts by name that a configuration has, without the names that the command line gives. */
const readTexts = (option: 'param' | 'header', value: unknown, place: ConfigPlace): [string, readonly string[]][] =>
  Object.entries(record(value, place))
    .filter(([name]) => !place.isGiven(option, name))
    .map(([name, item]) => [name, texts.read(item, within(place, name))])

/** `NAME=VALUE`, the value as it stands. */
export const parameters: OptionKind<
  ReadonlyMap<string, readonly string[]>,
  Texts,
  { readonly [name: string]: string | readonly string[] }
> = {
  form: 'NAME=VALUE',
  repeats: true,
  library: parametersShape,
  parse: (text, earlier = new Map()) => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (name === undefined || value === undefined) return undefined
    return new Map(earlier).set(name, [...(earlier.get(name) ?? []), value])
  },
  read: (value, place) => new Map(readTexts('param', value, place)),
}

const HEADER = new RegExp(`^(${TOKEN}):(.*)$`, 's')

/** `K: V`, as curl's -H takes it. No message repeats the value, which may be secret. */
export const headers: OptionKind<HeaderList, Texts> = {
  form: "'Name: value'",
  repeats: true,
  library: headersShape,
  parse: (text, earlier = []) => {
    const [, name, value] = HEADER.exec(text) ?? []
    if (name === undefined || value === undefined)
      throw new UsageError("--header is not a name and a value; write --header 'Name: value'.")
    requireHeaderField(name, value, `--header ${name}`)
    return [...earlier, [name, value.trim()]]
  },
  read: (value, place) =>
    readTexts('header', value, place).flatMap(([name, values]) =>
      values.map((text) => {
        requireHeaderField(name, text, `${place.file}: ${within(place, name).key}`)
        return [name, text.trim()] as const
      }),
    ),
}

/** The command line names a file; a configuration may hold a value instead; the library takes values and bytes. */
export const body: OptionKind<string | JsonObject, string | JsonObject, Json | Uint8Array> = {
  form: path.form,
  insteadOfEmpty: 'a file',
  parse: asItIs,
  read: (value, place) => {
    if (typeof value === 'string') return readFile(value, place)
    if (!isObject(value)) return expected(place, value, 'the path of a file, or an object')
    try {
      // It throws for what holds itself, and so has no end.
      JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? String(member) : member))
      const copy = parseJson(writeJson(value))
      return isObject(copy) ? copy : expected(place, value, 'the path of a file, or an object')
    } catch {
      return refuse(place, 'is not JSON; give the path of a file, or an object.')
    }
  },
}

/** `NAME`, or `NAME=FILE`. */
export const reporter: OptionKind<string> = {
  form: 'NAME or NAME=FILE',
  parse: asItIs,
  read: (value, place) => {
    const text = readString(value, place)
    const [, name, file] = /^([^=]*)=(.+)$/s.exec(text) ?? []
    return name === undefined || file === undefined ? text : `${name}=${resolve(place.folder, file)}`
  },
}
