import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteRedactor, redactor, secretsOf } from '../../../src/deployment/run/index.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const base64url = (text: string): string => Buffer.from(text).toString('base64url')
const SECRET = `P"a/ss+w?rd é'(1)\\`

describe('redactor', () => {
  const redact = redactor([SECRET, 'abc', 'token-1'])

  it.each([
    ['as it is', SECRET],
    ['percent-encoded', encodeURIComponent(SECRET)],
    [
      'percent-encoded in full',
      encodeURIComponent(SECRET).replace(/'/g, '%27').replace('(', '%28').replace(')', '%29'),
    ],
    ['percent-encoded in lower case', encodeURIComponent(SECRET).replace(/%../g, (part) => part.toLowerCase())],
    ['form-encoded', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['JSON with escaped slashes', JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/')],
    ['base64', base64(SECRET)],
    ['base64url', base64url(SECRET)],
    ['in HTML', SECRET.replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
    ['in HTML with another apostrophe', SECRET.replaceAll('"', '&quot;').replaceAll("'", '&apos;')],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['in hexadecimal capitals', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['in capitals', SECRET.toUpperCase()],
    ['in lower case', SECRET.toLowerCase()],
  ])('hides a secret %s', (_, form) => {
    expect(redact(`before ${form} between ${form} after`)).toBe('before *** between *** after')
    const bytes = Buffer.from(`before ${form} after`)
    expect(Buffer.from(byteRedactor([SECRET])(bytes)).toString()).toBe('before *** after')
  })

  it('hides the middle of a secret within a longer base64 text', () => {
    for (const before of ['', 'u', 'us', 'use', 'user:']) {
      const hidden = redact(base64(`${before}${SECRET} and more`))
      expect(hidden).toContain('***')
      expect(Buffer.from(hidden.replaceAll('*', ''), 'base64').toString()).not.toContain('ss+w')
    }
  })

  it('leaves words in other cases', () => {
    expect(redactor(['Workflow', 'a1'])('the workflow, A WORKFLOW')).toBe('the workflow, A WORKFLOW')
    expect(redactor(['Workflow'])('the Workflow')).toBe('the ***')
  })

  it('leaves short secrets and other text', () => {
    expect(redact('abc token-2')).toBe('abc token-2')
    expect(redactor([])('text')).toBe('text')
  })

  it('leaves nothing of a secret that begins with another', () => {
    expect(redactor(['token', 'token-1'])('token-1 token')).toBe('*** ***')
  })

  it('gives back bytes themselves where there is no secret, and keeps bytes that are no text', () => {
    const bytes = Uint8Array.of(0, 255, 254, 128)
    expect(byteRedactor(['token-1'])(bytes)).toBe(bytes)
    const mixed = Buffer.concat([bytes, Buffer.from('token-1'), bytes])
    expect(byteRedactor(['token-1'])(mixed)).toEqual(Buffer.concat([bytes, Buffer.from('***'), bytes]))
  })

  it('lets no secret through, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 4, unit: 'binary' }), fc.string(), (secret, around) => {
        // Text such as '****' is not told from the mask.
        fc.pre(!'******'.includes(secret) && !`${around}***${around}`.includes(secret))
        expect(redactor([secret])(`${around}${secret}${around}`).includes(secret)).toBe(false)
      }),
    )
  })
})

describe('secretsOf', () => {
  it('takes a value and what stands behind its scheme', () => {
    expect(
      secretsOf([
        ['x-auth-token', 'abc.def'],
        ['Authorization', 'Bearer xyz'],
      ]),
    ).toEqual(['abc.def', 'Bearer xyz', 'xyz'])
    expect(secretsOf([['authorization', `Basic ${base64('user:pa:ss')}`]])).toEqual([
      `Basic ${base64('user:pa:ss')}`,
      base64('user:pa:ss'),
      'user:pa:ss',
      'pa:ss',
    ])
    expect(secretsOf([['authorization', 'SDK-HMAC-SHA256 Access=a, SignedHeaders=b, Signature=c']])).toHaveLength(1)
  })
})
