/** A text that is nearly of a format. */
export interface NearMiss {
  /** What is wrong with it: `without a zone`. */
  readonly name: string
  readonly text: string
}

const miss = (name: string, text: string): NearMiss => ({ name, text })

const EMAIL: readonly NearMiss[] = [
  miss('without a domain', 'user@'),
  miss('without an @', 'user.example.com'),
  miss('two addresses', 'a@example.com,b@example.com'),
  miss('with a name', 'A <a@example.com>'),
]
const HOST: readonly NearMiss[] = [
  miss('an empty label', 'a..example.com'),
  miss('a hyphen at its end', 'a-.example.com'),
  miss('with a path', 'example.com/a'),
]
const URI: readonly NearMiss[] = [
  miss('without a scheme', 'example.com/a'),
  miss('a path', '/a'),
  miss('with a space', 'https://example.com/a b'),
]
const REFERENCE: readonly NearMiss[] = [miss('with a space', '/a b'), miss('a bad escape', '/%zz')]

/**
 * Of each format that is known by name a few texts that lenient parsers take for it, the nearest first (JSON Schema
 * 2020-12 validation, 7.3, and the specifications that it names; `byte` is of OpenAPI's registry).
 */
export const NEAR_MISSES: { readonly [format: string]: readonly NearMiss[] } = {
  'date-time': [
    miss('without a time', '2030-01-01'),
    miss('without a zone', '2030-01-01T00:00:00'),
    miss('a space for the T', '2030-01-01 00:00:00Z'),
    miss('seconds since 1970', '1893456000'),
    miss('no such day', '2021-02-30T00:00:00Z'),
  ],
  byte: [miss('without its padding', 'YQ'), miss('of another alphabet', '-_-_')],
  date: [
    miss('with a time', '2030-01-01T00:00:00Z'),
    miss('single digits', '2030-1-1'),
    miss('slashes', '01/02/2030'),
    miss('no such day', '2021-02-30'),
  ],
  duration: [miss('seconds', '3600'), miss('words', '1 day'), miss('nothing but its letter', 'P')],
  email: EMAIL,
  hostname: HOST,
  ipv4: [
    miss('three parts', '192.0.2'),
    miss('a part over 255', '192.0.2.256'),
    miss('with a length', '192.0.2.1/24'),
    miss('of version 6', '2001:db8::1'),
  ],
  ipv6: [
    miss('two gaps', '2001:db8::1::2'),
    miss('in brackets', '[2001:db8::1]'),
    miss('with a length', '2001:db8::/32'),
    miss('of version 4', '192.0.2.1'),
  ],
  iri: URI,
  'iri-reference': REFERENCE,
  'json-pointer': [miss('without a slash', 'a'), miss('a bad escape', '/~2')],
  regex: [miss('an open group', '(a'), miss('nothing to repeat', '*a')],
  'relative-json-pointer': [miss('a pointer', '/a'), miss('negative', '-1')],
  time: [miss('without a zone', '12:00:00'), miss('without seconds', '12:00Z'), miss('no such hour', '25:00:00Z')],
  uri: URI,
  'uri-reference': REFERENCE,
  'uri-template': [miss('an open brace', '/{a'), miss('with a space', '/a b')],
  url: URI,
  uuid: [
    miss('without dashes', '48aff95510ea4ffdb426190bc192dc14'),
    miss('in braces', '{48aff955-ea10-4ffd-b426-190bc192dc14}'),
    miss('a digit short', '48aff955-ea10-4ffd-b426-190bc192dc1'),
    miss('a URN', 'urn:uuid:48aff955-ea10-4ffd-b426-190bc192dc14'),
  ],
}
