import type { Arbitrary } from 'fast-check'
import { codePointLength } from '../json/index.ts'
import { isOfFormat } from '../validation/index.ts'
import { fastCheck } from './fast-check.ts'
import { filtered } from './filtered.ts'
import { matches } from './patterns.ts'
import { randomText } from './random-text.ts'
import type { Shape } from './shape.ts'

const LONGEST = 5_000
/** The schema's own place is named by whoever asks for the text. */
const NOWHERE = { file: '', pointer: '' }

/** Strings that fit a shape; undefined where its lengths leave none. */
export function texts(shape: Shape): Arbitrary<string> | undefined {
  const { minLength, maxLength, patterns, formats } = shape
  if (minLength > maxLength) return undefined
  const fits = (text: string): boolean => {
    const length = codePointLength(text)
    return (
      length >= minLength &&
      length <= maxLength &&
      patterns.every((pattern) => matches(pattern, text)) &&
      formats.every((format) => isOfFormat(format, text))
    )
  }
  const [pattern] = patterns
  if (pattern !== undefined) return filtered(ofPattern(pattern, shape), fits, NOWHERE)
  const format = formats.find((name) => Object.hasOwn(FORMATS, name))
  const made = format === undefined ? undefined : FORMATS[format]?.()
  return made ? filtered(made, fits, NOWHERE) : ofLength(shape)
}

/** The length first: fast-check's own bias never meets a documented maximum. */
function ofLength({ minLength, maxLength }: Shape): Arbitrary<string> {
  const fc = fastCheck()
  const max = Math.min(maxLength, Math.max(minLength, LONGEST))
  const near = Math.min(max, minLength + 20)
  const usual = Number.isFinite(maxLength) ? max : near
  const lengths = fc.oneof(
    { arbitrary: fc.integer({ min: minLength, max: near }), weight: 8 },
    { arbitrary: fc.integer({ min: minLength, max: usual }), weight: 1 },
    { arbitrary: fc.constantFrom(minLength, usual, Math.max(minLength, usual - 1)), weight: 1 },
  )
  return randomText(lengths)
}

/** `^[a-z]{3}$` and the like by fast-check; where it cannot read a pattern, plain texts are tried against it. */
function ofPattern(pattern: string, shape: Shape): Arbitrary<string> {
  const fc = fastCheck()
  try {
    const made = fc.stringMatching(new RegExp(pattern, 'u'))
    // Patterns are not anchored, so that a short match can be drawn out to a length.
    const { minLength } = shape
    return minLength === 0
      ? made
      : made.map((text) =>
          codePointLength(text) < minLength && !pattern.endsWith('$') ? text.padEnd(minLength, 'a') : text,
        )
  } catch {
    return ofLength(shape)
  }
}

const two = (number: number): string => String(number).padStart(2, '0')

const dates = (): Arbitrary<string> => {
  const fc = fastCheck()
  return fc
    .date({ min: new Date(0), max: new Date(4102444800000), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
}

const times = (): Arbitrary<string> => {
  const fc = fastCheck()
  const parts = fc.tuple(
    fc.integer({ min: 0, max: 23 }),
    fc.integer({ min: 0, max: 59 }),
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom('', '.5', '.123'),
    fc.constantFrom('Z', '+01:00', '-05:30'),
  )
  return parts.map(
    ([hour, minute, second, fraction, zone]) => `${two(hour)}:${two(minute)}:${two(second)}${fraction}${zone}`,
  )
}

/** Formats that are known by name (JSON Schema 2020-12 validation, 7.3, and OpenAPI's registry). */
const FORMATS: { readonly [format: string]: () => Arbitrary<string> } = {
  'date-time': () =>
    fastCheck()
      .tuple(dates(), times())
      .map(([date, time]) => `${date}T${time}`),
  date: dates,
  time: times,
  duration: () =>
    fastCheck()
      .integer({ min: 1, max: 99 })
      .chain((count) => fastCheck().constantFrom(`P${count}D`, `PT${count}H`, `P${count}W`, `P1Y${count}M`)),
  email: () => fastCheck().emailAddress(),
  hostname: () => fastCheck().domain(),
  ipv4: () => fastCheck().ipV4(),
  ipv6: () => fastCheck().ipV6(),
  uri: () => fastCheck().webUrl({ withFragments: true, withQueryParameters: true }),
  'uri-reference': () => fastCheck().oneof(fastCheck().webUrl(), fastCheck().constantFrom('/a/b?c=d#e', 'a', '#a', '')),
  'uri-template': () => fastCheck().constantFrom('/{a}', 'https://example.com/{a,b}{?c*}', '/a'),
  iri: () => fastCheck().webUrl(),
  'iri-reference': () => fastCheck().constantFrom('/a', '#a', 'a/ü'),
  uuid: () => fastCheck().uuid(),
  regex: () => fastCheck().constantFrom('^a$', '[a-z]+', 'a|b', ''),
  'json-pointer': () => fastCheck().constantFrom('', '/a', '/a/0', '/~0/~1'),
  'relative-json-pointer': () => fastCheck().constantFrom('0', '1/a', '2#'),
  'idn-email': () => fastCheck().emailAddress(),
  'idn-hostname': () => fastCheck().domain(),
  byte: () => fastCheck().base64String(),
}
