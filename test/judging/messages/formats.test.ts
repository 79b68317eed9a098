import { describe, expect, test } from 'vitest'
import { isOfFormat, SchemaValidator } from '../../../src/judging/messages/index.ts'
import { SchemaBench } from '../../support/contracts.ts'

const bench = new SchemaBench()
const validator = new SchemaValidator(bench.contract)

const FORMATS: { readonly [format: string]: { readonly good: readonly string[]; readonly bad: readonly string[] } } = {
  // RFC 5321, 4.1.2, Mailbox.
  email: {
    good: [
      'joe@example.com',
      'a.b+c@example.com',
      '"joe bloggs"@example.com',
      '"joe..bloggs"@example.com',
      '"joe@bloggs"@example.com',
      '"a\\"b"@example.com',
      '""@example.com',
      'root@localhost',
      'joe@[127.0.0.1]',
      'joe@[IPv6:::1]',
      'joe@[tag:anything]',
    ],
    bad: [
      '2962',
      'joe@',
      '@example.com',
      '.joe@example.com',
      'joe..b@example.com',
      'joe b@example.com',
      '"joe@example.com',
      '"a"b"@example.com',
      'joe@-example.com',
      'joe@[127.0.0.300]',
      'joe@[IPv6:::g]',
      'joe@[::1]',
      'joë@example.com',
    ],
  },
  // RFC 3986, appendix A.
  uri: {
    good: [
      'a:',
      'a:b',
      'http://',
      'http://localhost/',
      'http://[::1]:80/a?b#c',
      'urn:uuid:1',
      'mailto:a@b',
      'http://a/%20',
    ],
    bad: [
      '',
      ':a',
      '1a:',
      '/a',
      'a',
      'http://a/ b',
      'http://a/%zz',
      'http://[::g]/',
      'http://a:b/',
      'http://ä/',
      'a:"b"',
    ],
  },
  'uri-reference': {
    good: ['', 'a', '/a', '//a', '?a', '#a', 'a/b:c', './b:c', 'a:b'],
    bad: ['1:b', 'a b', '\\a', '#a#b', '%', 'ä', '"'],
  },
  // RFC 3987, 2.2.
  iri: {
    good: ['a:', 'http://ä.example/ü?\ue000#ñ', 'http://例え/'],
    bad: ['', 'ä', 'http://a/ b', 'http://a/\ue000'],
  },
  'iri-reference': { good: ['', 'ä', '/ü#ñ'], bad: ['a b', '<ä>'] },
  // RFC 6570, 2.
  'uri-template': { good: ['{a.b}', "a'b", '/{a}{?b*,c:3}'], bad: ['{a', '{}', '{a..b}', 'a b', 'a\u007fb'] },
  // RFC 4122, 3: a URN is something else.
  uuid: {
    good: ['f81d4fae-7dec-11d0-a765-00a0c91e6bf6', 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6'],
    bad: ['urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', '{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}', 'f81d4fae'],
  },
  url: { good: ['http://localhost:8080/', 'http://10.0.0.1/'], bad: ['localhost', 'http://a b/'] },
  'date-time': {
    good: ['1985-04-12T00:59:59.999999999999999Z', '1998-12-31T23:59:60Z'],
    bad: ['1998-12-31T23:58:60Z'],
  },
}

describe.each(Object.entries(FORMATS))('the format %s', (format, { good, bad }) => {
  const validate = validator.compile(bench.node({ format }))
  test.each(good)('takes %j', (text) => {
    expect([isOfFormat(format, text), validate(text)]).toEqual([true, []])
  })
  test.each(bad)('takes no %j', (text) => {
    expect(isOfFormat(format, text)).toBe(false)
    expect(validate(text).map(({ keyword }) => keyword)).toEqual(['format'])
  })
})

test('a text that is made to keep a pattern busy is judged at once', () => {
  for (const format of Object.keys(FORMATS))
    for (const text of [`${'a'.repeat(50_000)}\u0000`, `a:${'/'.repeat(50_000)} `, `${'a.'.repeat(25_000)}@ `])
      expect(isOfFormat(format, text)).toBe(false)
})
