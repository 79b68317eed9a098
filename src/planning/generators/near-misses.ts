import { FORMATS } from './text.ts'

/** A text that is nearly of a format. */
export interface NearMiss {
  /** What is wrong with it: `without a zone`. */
  readonly name: string
  readonly text: string
}

/** Makes a text that is nearly of a format from one that is. */
type Spoil = (text: string) => string
type Spoils = readonly (readonly [name: string, spoil: Spoil])[]

const dayOf = (text: string): string => text.slice(0, 10)
const noSuchDay = (text: string): string => `${text.slice(0, 4)}-02-30${text.slice(10)}`

function unpadded(text: string): string {
  const bare = text.replace(/=*$/, '')
  return bare.length % 4 === 0 ? bare.slice(0, -1) || 'YQ' : bare
}

const EMAIL: Spoils = [
  ['without a domain', (text) => text.replace(/@[^@]*$/, '@')],
  ['without an @', (text) => text.replaceAll('@', '.')],
  ['two addresses', (text) => `${text},${text}`],
  ['with a name', (text) => `A <${text}>`],
]
const HOST: Spoils = [
  ['an empty label', (text) => `a..${text}`],
  ['a hyphen at its end', (text) => `a-.${text}`],
  ['with a path', (text) => `${text}/a`],
]
const URI: Spoils = [
  ['without a scheme', (text) => text.replace(/^[^:]*:(?:\/\/)?/, '').replaceAll(':', '')],
  ['a path', () => '/a'],
  ['with a space', (text) => `${text} b`],
]
const REFERENCE: Spoils = [
  ['with a space', (text) => `${text} b`],
  ['a bad escape', (text) => `${text}%zz`],
]

/**
 * Of each format that is asserted a few texts that lenient parsers take for it, the nearest first (JSON Schema 2020-12
 * validation, 7.3, and the specifications that it names; `byte` is of OpenAPI's registry). All that is not spoilt stays,
 * so that nothing else is why they are refused.
 */
const SPOILS: { readonly [format: string]: Spoils } = {
  'date-time': [
    ['without a time', dayOf],
    ['without a zone', (text) => text.replace(/(?:[Zz]|[+-]\d\d:\d\d)$/, '')],
    ['a space for the T', (text) => `${dayOf(text)} ${text.slice(11)}`],
    ['seconds since 1970', (text) => String(Math.floor(Date.parse(text) / 1000))],
    ['no such day', noSuchDay],
  ],
  byte: [
    ['without its padding', unpadded],
    ['of another alphabet', (text) => `-_-_${text}`],
  ],
  date: [
    ['with a time', (text) => `${text}T00:00:00Z`],
    ['single digits', (text) => `${text.slice(0, 4)}-1-1`],
    ['slashes', (text) => text.replaceAll('-', '/')],
    ['no such day', noSuchDay],
  ],
  duration: [
    ['seconds', () => '3600'],
    ['words', () => '1 day'],
    ['nothing but its letter', () => 'P'],
  ],
  email: EMAIL,
  hostname: HOST,
  ipv4: [
    ['three parts', (text) => text.split('.').slice(0, 3).join('.')],
    ['a part over 255', (text) => text.replace(/\d+$/, '256')],
    ['with a length', (text) => `${text}/24`],
    ['of version 6', () => '2001:db8::1'],
  ],
  ipv6: [
    ['two gaps', () => '2001:db8::1::2'],
    ['in brackets', (text) => `[${text}]`],
    ['with a length', (text) => `${text}/32`],
    ['of version 4', () => '192.0.2.1'],
  ],
  iri: URI,
  'iri-reference': REFERENCE,
  'json-pointer': [
    ['without a slash', () => 'a'],
    ['a bad escape', (text) => `${text}/~2`],
  ],
  regex: [
    ['an open group', (text) => `(${text}`],
    ['nothing to repeat', () => '*a'],
  ],
  'relative-json-pointer': [
    ['a pointer', () => '/a'],
    ['negative', (text) => `-${text}`],
  ],
  time: [
    ['without a zone', (text) => text.replace(/(?:[Zz]|[+-]\d\d:\d\d)$/, '')],
    ['without seconds', (text) => `${text.slice(0, 5)}Z`],
    ['no such hour', (text) => `25${text.slice(2)}`],
  ],
  uri: URI,
  'uri-reference': REFERENCE,
  'uri-template': [
    ['an open brace', (text) => `${text}{a`],
    ['with a space', (text) => `${text} b`],
  ],
  url: URI,
  uuid: [
    ['without dashes', (text) => text.replaceAll('-', '')],
    ['in braces', (text) => `{${text}}`],
    ['a digit short', (text) => text.slice(0, -1)],
    ['a URN', (text) => `urn:uuid:${text}`],
  ],
}

/** What is nearly of a format, made from a text that is; none if the format is not known. */
export function nearMisses(format: string, text: string = FORMATS[format] ?? ''): readonly NearMiss[] {
  const spoils = Object.hasOwn(SPOILS, format) ? (SPOILS[format] ?? []) : []
  return spoils.map(([name, spoil]) => ({ name, text: spoil(text) }))
}
