import { fastCheck } from './fast-check.ts'
import type { View } from './view.ts'

/** One conforming string for each format that is known by name (JSON Schema 2020-12, 7.3, and OpenAPI's registry). */
const FORMATS: { readonly [format: string]: string } = {
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

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Latin-1, BMP and astral text, dots, spaces, quotes and percent signs: what strings are cut and joined by, sometimes wrongly. */
export const AWKWARD_PARTS: readonly string[] = [
  'a..b',
  'c d',
  '\'e\' "f"',
  '%41%',
  'gé',
  'h漢字€',
  'i😀',
  '+&=;,:@!~(x)*$',
]
const AWKWARD = [...AWKWARD_PARTS.join('')]

const ASTRAL = Array.from({ length: 64 }, (_, index) => String.fromCodePoint(0x1f600 + index)).join('')

/** `length` code points that nobody trips over. */
export const plainText = (length: number): string =>
  ALPHABET.repeat(Math.ceil(length / ALPHABET.length)).slice(0, length)

/** `length` astral code points: four bytes in UTF-8, two units in UTF-16. */
export const astralText = (length: number): string => ASTRAL.repeat(Math.ceil(length / 64)).slice(0, length * 2)

/** `length` code points that show as far fewer characters: a letter with combining marks. */
export const combiningText = (length: number): string => `e${'\u0301'.repeat(Math.max(length - 1, 0))}`.slice(0, length)

export const awkwardText = (length: number): string =>
  Array.from({ length }, (_, index) => AWKWARD[index % AWKWARD.length]).join('')

/** Whether any text of a fitting length conforms. */
export const isFreeText = (view: View): boolean =>
  view.types.includes('string') && view.members === undefined && view.pattern === undefined && view.format === undefined

/** A string of a length between the bounds that the format or pattern allows, as near to `length` as can be. */
export function textFor(view: View, length: number): string | undefined {
  if (view.pattern !== undefined) return matching(view, view.pattern)
  if (view.format !== undefined && Object.hasOwn(FORMATS, view.format)) return FORMATS[view.format]
  const bounded = Math.max(view.minLength, Math.min(view.maxLength, length))
  return plainText(bounded)
}

function matching(view: View, pattern: string): string | undefined {
  return samplesOf(pattern).find((text) => [...text].length >= view.minLength && [...text].length <= view.maxLength)
}

/** Some texts of each pattern: to make them is dear, and a document has few patterns. */
const samples = new Map<string, readonly string[]>()
const MOST_PATTERNS = 1000

function samplesOf(pattern: string): readonly string[] {
  const known = samples.get(pattern)
  if (known) return known
  const fc = fastCheck()
  let made: readonly string[] = []
  try {
    made = fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { seed: 1, numRuns: 100 })
  } catch {
    // A pattern that fast-check cannot follow.
  }
  if (samples.size >= MOST_PATTERNS) samples.clear()
  samples.set(pattern, made)
  return made
}
