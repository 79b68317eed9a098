import { InvalidArgumentError } from 'commander'
import { ArgumentError } from './argument-error.ts'

/** `NAME=VALUE`, the value as it stands. */
export function parseParameter(
  text: string,
  before: ReadonlyMap<string, readonly string[]> = new Map(),
): Map<string, readonly string[]> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('Write NAME=VALUE.')
  const name = text.slice(0, at)
  return new Map(before).set(name, [...(before.get(name) ?? []), text.slice(at + 1)])
}

/** What describes the message itself or its connection: each request has its own. */
const OWN_HEADERS: ReadonlySet<string> = new Set(
  'connection content-length content-type expect keep-alive te trailer transfer-encoding upgrade'.split(' '),
)

/** `K: V`, as curl's -H takes it. Throws ArgumentError that does not repeat the value, which may be secret. */
export function parseHeader(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): (readonly [string, string])[] {
  const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):(.*)$/s.exec(text) ?? []
  if (name === undefined || value === undefined)
    throw new ArgumentError("--header is not a name and a value; write --header 'Name: value'.")
  if (OWN_HEADERS.has(name.toLowerCase()))
    throw new ArgumentError(`--header ${name} cannot be set: each request has its own; leave it out.`)
  requireFieldValue(value, `--header ${name}`)
  return [...before, [name, value.trim()]]
}

/** Throws ArgumentError for what no header can carry (RFC 9110, 5.5), naming where it came from and not what it is. */
export function requireFieldValue(value: string, source: string): void {
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(value))
    throw new ArgumentError(
      `${source} has a character that no header can carry, such as a line break; give it without.`,
    )
}

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `30s`, `500ms`, `5m`, in milliseconds. */
export function parseDuration(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const factor = UNITS[unit]
  if (number === undefined || factor === undefined)
    throw new InvalidArgumentError('Write a number with ms, s, m or h, such as 30s.')
  return Number(number) * factor
}

/** As a duration, and long enough to answer in. */
export function parseTimeout(text: string): number {
  const ms = parseDuration(text)
  if (ms < 1) throw new InvalidArgumentError('Write 1ms or more.')
  return ms
}

/** Slower, a wait between two requests could be longer than a timer lasts, and would be none. */
const SLOWEST = 0.001

/** `10/s`: requests in a second. */
export function parseRate(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)\/s$/.exec(text) ?? []
  if (number === undefined || Number(number) < SLOWEST)
    throw new InvalidArgumentError('Write a number of requests in a second, 0.001 or more, such as 5/s.')
  return Number(number)
}

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('Write a whole number, 0 or more.')
  return Number(text)
}

export function parsePositive(text: string): number {
  const count = parseCount(text)
  if (count === 0) throw new InvalidArgumentError('Write a whole number, 1 or more.')
  return count
}

export function parsePort(text: string): number {
  const port = parseCount(text)
  if (port > 65_535) throw new InvalidArgumentError('Write a number up to 65535; 0 takes any port that is free.')
  return port
}

/** A 32-bit number or `random`. */
export function parseSeed(text: string): number | 'random' {
  if (text === 'random') return text
  if (!/^-?\d{1,10}$/.test(text) || (Number(text) | 0) !== Number(text))
    throw new InvalidArgumentError('Write a whole number of 32 bits, or random.')
  return Number(text)
}

export const collect = (text: string, before: readonly string[] = []): string[] => [...before, text]
