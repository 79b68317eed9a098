import { InvalidArgumentError } from 'commander'
import { isFieldName, isFieldValue } from '../../http/index.ts'
import { DURATION_FORM, parseDuration as durationOf, RATE_FORM, parseRate as rateOf } from '../config/index.ts'
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
  const [, name = '', value] = /^([^:]*):(.*)$/s.exec(text) ?? []
  if (!isFieldName(name) || value === undefined)
    throw new ArgumentError("--header is not a name and a value; write --header 'Name: value'.")
  requireHeader(name, value, `--header ${name}`)
  return [...before, [name, value.trim()]]
}

/** Throws ArgumentError for a header that cannot be sent, naming where it came from and not what it is. */
export function requireHeader(name: string, value: string, source: string): void {
  if (!isFieldName(name))
    throw new ArgumentError(`${source} is no name of a header; write letters, digits and hyphens.`)
  if (OWN_HEADERS.has(name.toLowerCase()))
    throw new ArgumentError(`${source} cannot be set: each request has its own; leave it out.`)
  requireFieldValue(value, source)
}

/** Throws ArgumentError for what no header can carry (RFC 9110, 5.5), naming where it came from and not what it is. */
export function requireFieldValue(value: string, source: string): void {
  if (!isFieldValue(value))
    throw new ArgumentError(
      `${source} has a character that no header can carry, such as a line break; give it without.`,
    )
}

/** `30s`, `500ms`, `5m`, in milliseconds. */
export function parseDuration(text: string): number {
  const ms = durationOf(text)
  if (ms === undefined) throw new InvalidArgumentError(`Write ${DURATION_FORM}.`)
  return ms
}

/** As a duration, and long enough to answer in. */
export function parseTimeout(text: string): number {
  const ms = parseDuration(text)
  if (ms < 1) throw new InvalidArgumentError('Write 1ms or more.')
  return ms
}

/** `10/s`: requests in a second. */
export function parseRate(text: string): number {
  const perSecond = rateOf(text)
  if (perSecond === undefined) throw new InvalidArgumentError(`Write ${RATE_FORM}.`)
  return perSecond
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
