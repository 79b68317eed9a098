import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { byteText, isSecretName, Redaction, type RequestField } from '../../src/http/index.ts'

const base64 = (text: string): string => Buffer.from(text).toString('base64')
const base64url = (text: string): string => Buffer.from(text).toString('base64url')
const hexOf = (text: string): string => Buffer.from(text).toString('hex')
const each = (text: string, write: (character: string) => string): string => Array.from(text, write).join('')
const hexCode = (character: string): string => character.charCodeAt(0).toString(16)
const unit = (character: string): string => `\\u${hexCode(character).padStart(4, '0')}`

const octal = (byte: string): string => byte.charCodeAt(0).toString(8).padStart(3, '0')
const quoted = (text: string): string => hexOf(text).toUpperCase().replace(/../g, '=$&')

const SECRET = `P"a/ss+w?rd é'(1)\\`
const TOKEN = 'S3cr3t/Tok+en=='

const redactionOf = (...values: string[]): Redaction => new Redaction({ fields: [], values })
const maskedBytes = (redaction: Redaction, text: string): string =>
  Buffer.from(redaction.bytes(Buffer.from(text))).toString()

describe('a value that is secret is masked', () => {
  const redaction = redactionOf(SECRET, 'abc', 'token-1', TOKEN)

  it.each([
    ['as it is', SECRET],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['percent-encoded, every character', each(SECRET, (character) => hexOf(character).replace(/../g, '%$&'))],
    ['percent-encoded in small letters', encodeURIComponent(SECRET).replace(/%../g, (part) => part.toLowerCase())],
    ['percent-encoded twice', encodeURIComponent(encodeURIComponent(SECRET))],
    ['as in a form', new URLSearchParams({ a: SECRET }).toString().slice(2)],
    ['in JSON', JSON.stringify(SECRET).slice(1, -1)],
    ['in JSON with escaped slashes', JSON.stringify(SECRET).slice(1, -1).replaceAll('/', '\\/')],
    ['in JSON with one character escaped', JSON.stringify(SECRET).slice(1, -1).replace('a', '\\u0061')],
    ['in JSON with every character escaped', each(SECRET, unit)],
    ['in JSON within JSON', JSON.stringify(JSON.stringify(SECRET)).slice(3, -3)],
    ['in JSON with everything escaped within JSON', each(SECRET, unit).replaceAll('\\', '\\\\')],
    ['in JavaScript', each(SECRET, (character) => `\\x${hexCode(character).padStart(2, '0')}`)],
    ['in HTML', SECRET.replaceAll('"', '&quot;').replaceAll("'", '&#39;')],
    [
      'in HTML with names',
      each(SECRET, (character) => (NAMES[character] === undefined ? character : `&${NAMES[character]};`)),
    ],
    ['in HTML with decimal references', each(SECRET, (character) => `&#${character.charCodeAt(0)};`)],
    ['in HTML with hexadecimal references', each(SECRET, (character) => `&#X00${hexCode(character)};`)],
    ['in JSON in HTML', each(SECRET, unit).replaceAll('\\', '&bsol;')],
    ['in base64', base64(SECRET)],
    ['in base64url', base64url(SECRET)],
    ['in base64, percent-encoded', encodeURIComponent(base64(SECRET))],
    ['in hexadecimal', hexOf(SECRET)],
    ['in hexadecimal capitals', hexOf(SECRET).toUpperCase()],
    ['in hexadecimal with blanks', hexOf(SECRET).replace(/..(?!$)/g, '$& ')],
    ['in base64 of base64', base64(base64(SECRET))],
    ['in base64url of base64', base64url(base64(SECRET))],
    ['in octal escapes', each(byteText(Buffer.from(SECRET)), (byte) => `\\${octal(byte)}`)],
    ['in octal escapes in JSON', each(byteText(Buffer.from(SECRET)), (byte) => `\\\\${octal(byte)}`)],
    ['in quoted-printable', quoted(SECRET)],
    ['in quoted-printable with soft breaks', quoted(SECRET).replace(/(?:=..){3}/g, '$&=\r\n')],
    ['in quoted-printable with soft breaks alone', 'S3cr3t/=\nTok+en=3D=3D'],
    ['in capitals', TOKEN.toUpperCase()],
    ['in small letters', TOKEN.toLowerCase()],
    ['over two lines', 'S3cr3t/\r\n  Tok+en=='],
    ['over two lines of a text in JSON', 'S3cr3t/\\nTok+en=='],
  ])('%s', (_, form) => {
    expect(redaction.text(`before ${form} between ${form} after`)).toBe('before *** between *** after')
    expect(maskedBytes(redaction, `before ${form} after`)).toBe('before *** after')
  })

  it('as a list of bytes', () => {
    const bytes = Buffer.from(SECRET)
    expect(redaction.text(JSON.stringify(bytes))).toBe('{"type":"Buffer","data":[***]}')
    expect(redaction.text(JSON.stringify([...bytes], null, 2))).toBe('[\n  ***\n]')
    expect(redaction.text(`[1, ${[...bytes].join(', ')}, 2]`)).toBe('[1, ***, 2]')
  })

  it('in a form whose value begins like a byte of quoted-printable', () => {
    const given = redactionOf('54/ab-secret')
    expect(given.text(`a=${encodeURIComponent('54/ab-secret')}`)).toBe('a=***')
  })

  const percent = (text: string): string => each(text, (character) => hexOf(character).replace(/../g, '%$&'))
  const inJson = (text: string): string => JSON.stringify(text).slice(1, -1)
  const inPage = (text: string): string => text.replace(/[%\\]/g, (character) => `&#${character.charCodeAt(0)};`)

  it.each<[layers: number, written: string, write: ((text: string) => string)[]]>([
    [1, 'percent-encoded', [percent]],
    [2, 'percent-encoded', [percent, encodeURIComponent]],
    [3, 'percent-encoded', [percent, encodeURIComponent, encodeURIComponent]],
    [4, 'percent-encoded', [percent, encodeURIComponent, encodeURIComponent, encodeURIComponent]],
    [1, 'in JSON', [(text) => each(text, unit)]],
    [2, 'in JSON, in a JSON string', [(text) => each(text, unit), inJson]],
    [3, 'in JSON, in a JSON string, in a form', [(text) => each(text, unit), inJson, encodeURIComponent]],
    [4, 'in JSON, in a JSON string, in a form, in a page', [(text) => each(text, unit), inJson, percent, inPage]],
  ])('under %i layers: %s', (_, __, write) => {
    const form = write.reduce((text, layer) => layer(text), TOKEN)
    expect(redaction.text(`before ${form} after`)).toBe('before *** after')
  })

  it('within a longer text in base64', () => {
    for (const before of ['', 'u', 'us', 'use', 'user:']) {
      const shown = redaction.text(base64(`${before}${SECRET} and more`))
      expect(shown).toContain('***')
      expect(Buffer.from(shown.replaceAll('*', ''), 'base64').toString()).not.toContain('ss+w')
    }
  })

  it('within base64 that is wrapped', () => {
    const secret = 'MIIFvwYJKoZIhvcNAQcCoIIFsDCCBawCAQExDTALBglghkgBZQMEAgEwggPQ'
    const wrapped = base64(`{"token":"${secret}","more":1}`).replace(/.{64}/g, '$&\r\n')
    const shown = redactionOf(secret).text(wrapped)
    expect(Buffer.from(shown.replaceAll('*', ''), 'base64').toString('latin1')).not.toMatch(/IIFvw|CBawCA|wggP/)
  })

  it('if only its beginning or its end is there', () => {
    const secret = 'MIIFvwYJKoZIhvcNAQcCoIIFsDCCBawCAQEx'
    const shown = redactionOf(secret).text(`"${secret.slice(0, 20)}"… (36 characters), data: ${secret.slice(14)}`)
    expect(shown).toBe('"***"… (36 characters), data: ***')
  })

  it('in a text of bytes that are no UTF-8', () => {
    const bytes = Uint8Array.of(0, 255, 254, 128)
    const mixed = Buffer.concat([bytes, Buffer.from('token-1'), bytes])
    expect(Buffer.from(redaction.bytes(mixed))).toEqual(Buffer.concat([bytes, Buffer.from('***'), bytes]))
    expect(redaction.text('\ud800token-1\udc00')).toBe('\ud800***\udc00')
  })

  it('in Latin-1, and in UTF-8 that was taken for Latin-1', () => {
    const bytes = redactionOf('pässword').bytes(Buffer.from('a pässword', 'latin1'))
    expect(Buffer.from(bytes).toString('latin1')).toBe('a ***')
    expect(redactionOf('pässword').text(Buffer.from('a pässword').toString('latin1'))).toBe('a ***')
  })

  it('whole, if it begins with another', () => {
    expect(redactionOf('token', 'token-1').text('token-1 token')).toBe('*** ***')
  })

  it('if it is a digest that is known', () => {
    const digest = '0123456789abcdef'.repeat(4)
    const digests = new Redaction({ fields: [], isDigest: (hex) => hex === digest })
    expect(digests.text(`Signature=${digest.toUpperCase()}, ${'f'.repeat(64)}`)).toBe(
      `Signature=***, ${'f'.repeat(64)}`,
    )
    expect(digests.text(each(digest, unit))).toBe('***')
  })
})

describe('other text is left', () => {
  it('as it is', () => {
    const text = '{"a":"\\u0041 &amp; %41+b"}'
    expect(redactionOf('token-1').text(text)).toBe(text)
    expect(redactionOf().text(text)).toBe(text)
    const bytes = Buffer.from(text)
    expect(redactionOf('token-1').bytes(bytes)).toBe(bytes)
  })

  it('around a secret', () => {
    expect(redactionOf('token-1').text('\\u0041 &amp; token-1 %41+b')).toBe('\\u0041 &amp; *** %41+b')
  })

  it('if a secret is short', () => expect(redactionOf('abc').text('abc')).toBe('abc'))

  it('if it is a word in other capitals', () => {
    expect(redactionOf('Workflow', 'a1').text('the workflow, A WORKFLOW')).toBe('the workflow, A WORKFLOW')
    expect(redactionOf('Workflow').text('the Workflow')).toBe('the ***')
    const numbers = JSON.stringify(Array.from({ length: 128 }, (_, index) => index))
    expect(redactionOf('abcdefgh-1234').text(numbers)).toBe(numbers)
    expect(redactionOf('application/json').text('application/xml')).toBe('application/xml')
  })
})

/** Each writes a character as one coding has it. */
const CODINGS: readonly ((character: string) => string)[] = [
  unit,
  (character) => hexOf(character).replace(/../g, '%$&'),
  (character) => `&#${character.codePointAt(0)};`,
  (character) => `&#x${hexCode(character)};`,
  (character) => (NAMES[character] === undefined ? unit(character) : `&${NAMES[character]};`),
]
const NAMES: { readonly [character: string]: string } = {
  '"': 'quot',
  '/': 'sol',
  '+': 'plus',
  é: 'eacute',
  '\\': 'bsol',
}

/** What stands for itself in none of the codings has to be escaped. */
const isSpecial = (character: string): boolean => '\\%&+"'.includes(character) || !/[ -~]/.test(character)

describe('whatever the secret is', () => {
  const secrets = fc.oneof(
    fc.string({ minLength: 4, unit: 'binary' }),
    fc.string({ minLength: 4, unit: 'grapheme-ascii' }),
    fc.stringMatching(/^[A-Za-z0-9+/]{8,60}={0,2}$/),
  )
  const around = fc.string({ unit: 'grapheme-ascii' }).filter((text) => !/[\\%&]/.test(text))
  const isTold = (secret: string, text: string): boolean => !'******'.includes(secret) && !text.includes(secret)

  it('it is masked where it stands as it is', () => {
    fc.assert(
      fc.property(secrets, fc.string(), (secret, text) => {
        fc.pre(isTold(secret, `${text}***${text}`))
        expect(redactionOf(secret).text(`${text}${secret}${text}`).includes(secret)).toBe(false)
      }),
    )
  })

  it('it is masked whole in any mixture of escapes', () => {
    const written = secrets
      .filter((secret) => secret.isWellFormed())
      .chain((secret) => {
        const choices = fc.array(fc.nat(CODINGS.length + 2), { minLength: secret.length, maxLength: secret.length })
        return choices.map((choice): [secret: string, text: string] => [
          secret,
          Array.from(secret, (character, index) => {
            const write = CODINGS[choice[index] ?? 0] ?? (isSpecial(character) ? CODINGS[1] : undefined)
            return write && character.codePointAt(0) !== undefined && character.length === 1
              ? write(character)
              : character
          }).join(''),
        ])
      })
    fc.assert(
      fc.property(written, around, ([secret, text], more) => {
        fc.pre(isTold(secret, `${more}***${more}`))
        expect(redactionOf(secret).text(`${more}${text}${more}`)).toBe(`${more}***${more}`)
      }),
      { numRuns: 300 },
    )
  })

  it('nothing that base64 or hexadecimal decode to has it', () => {
    fc.assert(
      fc.property(secrets, fc.string({ unit: 'grapheme-ascii' }), fc.boolean(), (secret, before, isUrl) => {
        fc.pre(secret.isWellFormed() && isTold(secret, `${before}***`))
        const shown = redactionOf(secret).text((isUrl ? base64url : base64)(`${before}${secret}`))
        expect(Buffer.from(shown.replaceAll('*', ''), 'base64').toString()).not.toContain(secret)
        expect(redactionOf(secret).text(hexOf(`${before}${secret}`))).not.toContain(hexOf(secret))
      }),
    )
  })
})

it('large bodies full of escapes and beginnings of secrets are no burden', () => {
  const redaction = redactionOf(TOKEN, `MIIF8${'MIIF'.repeat(1000)}`)
  const body = Buffer.from(`{"a":"\\\\\\u0041 %25 &amp;amp; MIIF8MIIFMIIFMIIF"}\n`.repeat(5_000))
  expect(redaction.bytes(Buffer.concat([body, Buffer.from(TOKEN)])).subarray(-4)).toEqual(
    Uint8Array.from(Buffer.from('\n***')),
  )
})

describe('by its name', () => {
  it.each([
    ...['Authorization', 'proxy-authorization', 'Cookie', 'Set-Cookie', 'X-Auth-Token', 'X-Foo-Token', 'x-api-key'],
    ...['apiKey', 'X-Amz-Signature', 'client_secret', 'password', 'X-Security-Token', 'X-Subject-Token'],
  ])('%s is secret', (name) => expect(isSecretName(name)).toBe(true))

  it.each([
    ...[
      'Accept',
      'X-Request-Id',
      'Idempotency-Key',
      'Content-Type',
      'pageToken',
      'next_token',
      'maxTokens',
      'X-Author',
    ],
  ])('%s is no secret', (name) => expect(isSecretName(name)).toBe(false))

  const request = {
    method: 'GET',
    target: '/a?access_token=abcd-1&b=1&mine=x&pageToken=7',
    headers: [
      ['X-Foo-Token', 'S3cr3t-Tok'],
      ['X-Id', 'Bearer S3cr3t-Tok'],
      ['Cookie', 'lang=en; session_token=zxcvbn-1'],
      ['X-Empty-Token', ''],
    ],
    body: Buffer.from('zxcvbn-1 S3cr3t-Tok lang=en'),
  } as const

  it('a field is masked', () => {
    const fields: RequestField[] = [['mine', 'abc', 'query']]
    const shown = new Redaction({ fields }).request(request)
    expect(shown.target).toBe('/a?access_token=***&b=1&mine=***&pageToken=7')
    expect(shown.headers).toEqual([
      ['X-Foo-Token', '***'],
      ['X-Id', 'Bearer S3cr3t-Tok'],
      ['Cookie', '***'],
      ['X-Empty-Token', ''],
    ])
  })

  it('a value is known to be secret, if it is no word', () => {
    const redaction = redactionOf().withSecretsOf(request)
    expect(Buffer.from(redaction.request(request).body ?? []).toString()).toBe('*** *** lang=en')
    expect(redaction.text('abcd-1, S3CR3T-TOK, en')).toBe('***, ***, en')
    const wrong = redactionOf().withSecretsOf({
      method: 'GET',
      target: '/',
      headers: [['Authorization', 'Bearer wrong']],
    })
    expect(wrong.text('wrong credentials')).toBe('wrong credentials')
  })
})

describe('given fields', () => {
  const textOf = (fields: readonly RequestField[], text: string): string => new Redaction({ fields }).text(text)

  it('are secret whole, and behind their schemes', () => {
    expect(textOf([['x-auth-token', 'abc.def']], 'abc.def')).toBe('***')
    expect(textOf([['Authorization', 'Bearer wxyz']], 'Bearer wxyz, wxyz, Bearer')).toBe('***, ***, Bearer')
  })

  it('are secret as user and password', () => {
    const fields: RequestField[] = [['authorization', `Basic ${base64('user:pa:ss')}`]]
    expect(textOf(fields, `${base64('user:pa:ss')} user:pa:ss pa:ss user`)).toBe('*** *** *** user')
  })

  it('are secret as names of headers', () => {
    const redaction = new Redaction({ fields: [['x-auth-token', 'T0ken-abcdef']] })
    const response = { status: 200, headers: [['x-echo-t0ken-abcdef', 'a']], body: new Uint8Array() } as const
    expect(redaction.response(response).headers).toEqual([['x-echo-***', 'a']])
  })
})
