import { describe, expect, it, test } from 'vitest'
import { credentialsApart, withoutCredentials } from '../../src/http/index.ts'

describe('credentials in a URL', () => {
  it.each([
    ['https://user:pw@host/a', 'https://***@host/a'],
    ['see https://user:p@w@host:8443, and http://me@b/c?d=e@f', 'see https://***@host:8443, and http://***@b/c?d=e@f'],
    ['$ref "https:\\\\u:p@host\\a" leads nowhere', '$ref "https:\\\\***@host\\a" leads nowhere'],
    ['https:u:p@host/a', 'https:***@host/a'],
    ['HTTPS://u:p@host', 'HTTPS://***@host'],
    ['amqp+ssl://u:p@host', 'amqp+ssl://***@host'],
    ['"//u:p@host/a"', '"//***@host/a"'],
    ['//u:p@host/a', '//***@host/a'],
    ['https://:pw@host', 'https://***@host'],
    ['https://user:pw@', 'https://***@'],
  ])('are not shown: %s', (text, shown) => expect(withoutCredentials(text)).toBe(shown))

  it.each(['https://host/a@b', 'mail a@b.example', 'https://host?a=b@c', 'C:\\a@b', 'src/a@b.yaml', 'http: or a@b'])(
    'are not seen in other texts: %s',
    (text) => expect(withoutCredentials(text)).toBe(text),
  )

  it('are looked for once in a text of any length', () => {
    for (const part of ['https:', 'a', '//', 'a://', '@'])
      expect(withoutCredentials(`${part.repeat(300_000)} @`).length).toBeGreaterThan(3)
  })
})

test('a URL is taken apart', () => {
  expect(credentialsApart('https://us%C3%A9r:p%40ss@host/a')).toEqual({
    url: 'https://host/a',
    authorization: `Basic ${Buffer.from('usér:p@ss').toString('base64')}`,
  })
  expect(credentialsApart('https://user@host/').authorization).toBe(`Basic ${btoa('user:')}`)
  expect(credentialsApart('https://host/a')).toEqual({ url: 'https://host/a' })
})
