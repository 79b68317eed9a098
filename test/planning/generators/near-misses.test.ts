import { describe, expect, it } from 'vitest'
import { isOfFormat } from '../../../src/judging/messages/index.ts'
import { nearMisses } from '../../../src/planning/generators/near-misses.ts'
import { FORMATS } from '../../../src/planning/generators/text.ts'

/** More texts of some formats, in other forms. */
const OTHERS: { readonly [format: string]: readonly string[] } = {
  'date-time': ['2099-01-31t12:00:00.5+05:30', '1999-12-31T23:59:60z'],
  byte: ['', 'YWJj', 'YWI='],
  date: ['2024-02-29'],
  email: ['"a b"@example.com', 'a@[192.0.2.1]'],
  hostname: ['localhost'],
  ipv6: ['::', '::ffff:192.0.2.1'],
  time: ['22:59:59.5+01:00'],
  uri: ['urn:a:b', 'a:', 'mailto:a@example.com', 'http://[::1]:8080/a?b#c'],
  uuid: ['00000000-0000-0000-0000-000000000000', '48AFF955-EA10-4FFD-B426-190BC192DC14'],
}

describe('near misses', () => {
  it.each(Object.entries(FORMATS))('of %s are no such texts, if another text can be told from one', (format, text) => {
    const isAsserted = !isOfFormat(format, '\u0001 (%zz{')
    const misses = nearMisses(format)
    expect(misses.length > 1).toBe(isAsserted)
    expect(new Set(misses.map(({ name }) => name)).size).toBe(misses.length)
    for (const good of [text, ...(OTHERS[format] ?? [])]) {
      expect(isOfFormat(format, good)).toBe(true)
      for (const miss of nearMisses(format, good)) expect([good, miss, isOfFormat(format, miss.text)]).toContain(false)
    }
  })

  it('keep all that they do not spoil', () => {
    expect(nearMisses('date-time', '2099-01-31T12:00:00Z').map(({ text }) => text)).toEqual([
      '2099-01-31',
      '2099-01-31T12:00:00',
      '2099-01-31 12:00:00Z',
      '4073544000',
      '2099-02-30T12:00:00Z',
    ])
  })
})
