import { InvalidArgumentError } from 'commander'

/** `NAME=VALUE`, the value as it stands. */
export function parseParameter(
  text: string,
  before: ReadonlyMap<string, readonly string[]> = new Map(),
): Map<string, readonly string[]> {
  const at = text.indexOf('=')
  if (at < 1) throw new InvalidArgumentError('write NAME=VALUE.')
  const name = text.slice(0, at)
  return new Map(before).set(name, [...(before.get(name) ?? []), text.slice(at + 1)])
}

/** `K: V`, as curl's -H takes it. */
export function parseHeader(
  text: string,
  before: readonly (readonly [string, string])[] = [],
): (readonly [string, string])[] {
  const found = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n\0]*)$/.exec(text)
  const [, name, value] = found ?? []
  if (name === undefined || value === undefined) throw new InvalidArgumentError("write 'Name: value'.")
  return [...before, [name, value.trim()]]
}

const UNITS: { readonly [unit: string]: number } = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

/** `30s`, `500ms`, `5m`, in milliseconds. */
export function parseDuration(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const factor = UNITS[unit]
  if (number === undefined || factor === undefined)
    throw new InvalidArgumentError('write a number with ms, s, m or h, such as 30s.')
  return Number(number) * factor
}

/** `10/s`: requests in a second. */
export function parseRate(text: string): number {
  const [, number] = /^(\d+(?:\.\d+)?)\/s$/.exec(text) ?? []
  if (number === undefined || Number(number) === 0)
    throw new InvalidArgumentError('write a number of requests in a second, such as 5/s.')
  return Number(number)
}

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('write a whole number, 0 or more.')
  return Number(text)
}

export function parsePositive(text: string): number {
  const count = parseCount(text)
  if (count === 0) throw new InvalidArgumentError('write a whole number, 1 or more.')
  return count
}

/** A 32-bit number or `random`. */
export function parseSeed(text: string): number | 'random' {
  if (text === 'random') return text
  if (!/^-?\d{1,10}$/.test(text) || (Number(text) | 0) !== Number(text))
    throw new InvalidArgumentError('write a whole number of 32 bits, or random.')
  return Number(text)
}

export const collect = (text: string, before: readonly string[] = []): string[] => [...before, text]
