import type { RequestField } from '../../http/index.ts'

/** Shorter ones would tear holes into text that has nothing to do with them. */
const SHORTEST_SECRET = 4
/** What no word is like, so that it can be looked for in capitals and in lower case too. */
const NO_WORD = /^(?=.*\d)(?=.*[A-Za-z]).{8,}$/s
const MASK = '***'
/** SHA-256 in hexadecimal. */
const DIGEST = /[0-9a-f]{64}/gi

/**
 * Replaces secrets in text by `***`, wherever they stand as they are, percent-encoded, form-encoded, as the inside of a
 * JSON string, with the references of HTML, or in base64, alone or within a longer base64 text; or in
 * hexadecimal; those of 8 characters with a digit also in capitals and in lower case. Under 4 characters they are left.
 * So are digests, of which there may be as many as requests, that `isSecret` knows by their hexadecimal digits.
 */
export function redactor(secrets: readonly string[], isSecret?: (hex: string) => boolean): (text: string) => string {
  return replacer(patternOf(secrets.flatMap(formsOf)), isSecret)
}

/** The same for bytes; text is looked for as UTF-8. Bytes without a secret are given back themselves. */
export function byteRedactor(
  secrets: readonly string[],
  isSecret?: (hex: string) => boolean,
): (bytes: Uint8Array) => Uint8Array {
  // As Latin-1, each character of a string stands for one byte.
  const pattern = patternOf(secrets.flatMap(formsOf).map((form) => Buffer.from(form).toString('latin1')))
  if (pattern === undefined && isSecret === undefined) return (bytes) => bytes
  const replace = replacer(pattern, isSecret)
  return (bytes) => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const redacted = replace(text)
    return redacted === text ? bytes : Buffer.from(redacted, 'latin1')
  }
}

function replacer(pattern: RegExp | undefined, isSecret?: (hex: string) => boolean): (text: string) => string {
  const plain = (text: string): string => (pattern === undefined ? text : text.replace(pattern, MASK))
  if (isSecret === undefined) return plain
  return (text) => plain(text).replace(DIGEST, (hex) => (isSecret(hex.toLowerCase()) ? MASK : hex))
}

/** What must not be shown of fields that carry credentials: each value, and the part behind its scheme (RFC 9110, 11.4). */
export function secretsOf(headers: readonly RequestField[]): string[] {
  return headers.flatMap(([, value]) => {
    const [scheme, ...rest] = value.trim().split(/ +/)
    const [credentials] = rest
    if (credentials === undefined || rest.length > 1) return [value]
    if (scheme?.toLowerCase() !== 'basic') return [value, credentials]
    const pair = Buffer.from(credentials, 'base64').toString()
    return [value, credentials, pair, pair.slice(pair.indexOf(':') + 1)]
  })
}

function patternOf(forms: readonly string[]): RegExp | undefined {
  if (forms.length === 0) return undefined
  // Of two that begin alike, the longer is tried first, so that nothing of it is left over.
  const sorted = [...new Set(forms)].sort((a, b) => b.length - a.length)
  return new RegExp(sorted.map((form) => form.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'), 'g')
}

function formsOf(secret: string): string[] {
  if (secret.length < SHORTEST_SECRET) return []
  const percent = encodeURIComponent(secret.toWellFormed())
  const strict = percent.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
  const json = JSON.stringify(secret).slice(1, -1)
  const percents = [percent, strict, strict.replaceAll('%20', '+')]
  const lower = percents.map((form) => form.replace(/%../g, (encoded) => encoded.toLowerCase()))
  const texts = [secret, ...percents, ...lower, json, json.replaceAll('/', '\\/'), ...htmlFormsOf(secret)]
  const hex = Buffer.from(secret).toString('hex')
  const cases = NO_WORD.test(secret) ? [secret.toUpperCase(), secret.toLowerCase()] : []
  return [...texts, ...base64FormsOf(secret), hex, hex.toUpperCase(), ...cases]
}

const REFERENCES: { readonly [character: string]: string } = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** As it stands on an error page: the apostrophe has several references. */
const htmlFormsOf = (secret: string): string[] =>
  ["'", '&#39;', '&#x27;', '&apos;'].map((apostrophe) =>
    secret.replace(/[&<>"]/g, (character) => REFERENCES[character] ?? character).replaceAll("'", apostrophe),
  )

/** The base64 of a secret, and the middle of it that is the same whatever stands before and after it. */
function base64FormsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const forms = [bytes.toString('base64'), bytes.toString('base64url')]
  for (const before of [0, 1, 2]) {
    const padded = Buffer.concat([Buffer.alloc(before), bytes])
    const start = Math.ceil((before * 8) / 6)
    const end = Math.floor((padded.length * 8) / 6)
    for (const coding of ['base64', 'base64url'] as const) {
      const middle = padded.toString(coding).slice(start, end)
      if (middle.length >= SHORTEST_SECRET) forms.push(middle)
    }
  }
  return forms
}
