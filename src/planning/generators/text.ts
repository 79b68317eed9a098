import { Dice } from './dice.ts'
import type { Shape } from './shape.ts'
import { isTextOf, texts } from './texts.ts'

/** One conforming string for each format that is known by name (JSON Schema 2020-12, 7.3, and OpenAPI's registry). */
export const FORMATS: { readonly [format: string]: string } = {
  'date-time': '2021-01-01T00:00:00Z',
  byte: 'YQ==',
  date: '2021-01-01',
  duration: 'P1D',
  email: 'a@example.com',
  hostname: 'example.com',
  'idn-email': 'a@example.com',
  'idn-hostname': 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  iri: 'https://example.com/a',
  'iri-reference': '/a',
  'json-pointer': '/a',
  regex: '^a$',
  'relative-json-pointer': '0',
  time: '00:00:00Z',
  uri: 'https://example.com/a',
  'uri-reference': '/a',
  'uri-template': '/{a}',
  url: 'https://example.com/a',
  uuid: '48aff955-ea10-4ffd-b426-190bc192dc14',
}

const ATTEMPTS = 1_000
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/**
 * Capitals, dots, spaces, quotes, percent signs, markup, Latin-1, BMP and astral text: what strings are cut, joined and
 * folded by, sometimes wrongly.
 */
export const AWKWARD_PARTS: readonly string[] = [
  'aBC',
  'a..b',
  'c d',
  '\'e\' "f"',
  '%41%',
  '<b>&amp;',
  'gé',
  'h漢字€',
  'i😀',
  '+&=;,:@!~(x)*$',
]
const AWKWARD = [...AWKWARD_PARTS.join('')]

const ASTRAL = Array.from({ length: 64 }, (_, index) => String.fromCodePoint(0x1f600 + index)).join('')

let lastLong = ''

/** `length` code points that nobody trips over. Whoever asks for a long one again shares it. */
export function plainText(length: number): string {
  if (length === lastLong.length) return lastLong
  const text = ALPHABET.repeat(Math.ceil(length / ALPHABET.length)).slice(0, length)
  if (length > LONG) lastLong = text
  return text
}

const LONG = 10_000

/** `length` astral code points: four bytes in UTF-8, two units in UTF-16. */
export const astralText = (length: number): string => ASTRAL.repeat(Math.ceil(length / 64)).slice(0, length * 2)

/** `length` code points that show as far fewer characters: a letter with combining marks. */
export const combiningText = (length: number): string => `e${'\u0301'.repeat(Math.max(length - 1, 0))}`.slice(0, length)

export const awkwardText = (length: number): string =>
  Array.from({ length }, (_, index) => AWKWARD[index % AWKWARD.length]).join('')

/** A text in capitals and in small letters, as far as that is another one. */
export const inOtherLetters = (text: string): readonly string[] =>
  [text.toUpperCase(), text.toLowerCase()].filter((other) => other !== text)

const LETTERS = 26

/** The text of a number in letters alone: a, b, … z, aa. */
export function lettersOf(index: number): string {
  let text = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / LETTERS))
    text = String.fromCharCode(0x61 + ((rest - 1) % LETTERS)) + text
  return text
}

/** Whether any text of a fitting length conforms. That it is a password says how it is shown (OpenAPI 3.1, 4.4). */
export const isFreeText = ({ types, members, patterns, formats }: Shape): boolean =>
  types.includes('string') &&
  members === undefined &&
  patterns.length === 0 &&
  formats.every((format) => format === 'password')

/** A string of a length between the bounds that formats and patterns allow, as near to `length` as can be. */
export function textFor(shape: Shape, length: number): string | undefined {
  const { minLength, maxLength, patterns, formats, ownFormats } = shape
  const format = formats.find((name) => ownFormats?.has(name) || Object.hasOwn(FORMATS, name))
  const plain = plainText(Math.max(minLength, Math.min(maxLength, length)))
  if (patterns.length === 0 && format === undefined) return plain
  const own = format === undefined ? undefined : ownFormats?.get(format)
  const samples = own?.texts ?? (format === undefined ? [] : [FORMATS[format] ?? ''])
  const fits = (text: string): boolean => isTextOf(shape, text)
  const sample = samples.find(fits)
  if (sample !== undefined) return sample
  const fitting = [plain, plainText(minLength)].find(fits)
  if (fitting !== undefined) return fitting
  const make = texts(shape)
  return make?.(new Dice(1, ATTEMPTS), length) ?? make?.(new Dice(1, ATTEMPTS))
}
