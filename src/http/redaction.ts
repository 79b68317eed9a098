import { byteText, textBytes, utf8Text } from './byte-text.ts'
import type { HeaderList, HttpRequest, HttpResponse } from './message.ts'
import { decodedName, type RequestField, requestFields } from './request-field.ts'
import { type Range, SecretNeedles } from './secret-needles.ts'
import { isCredentialName, isSecretName, secretsOf } from './secrets.ts'
import { unescapedViews } from './unescaped.ts'

/** Shown in place of a secret. */
export const MASK = '***'

/** A short word such as `wrong` is not masked in sentences unless the user has given it as a secret. */
const WORD = /^[a-z]{1,7}$/i
/** SHA-256 in hexadecimal. */
const DIGEST = /[0-9a-f]{64}/gi

/** Where a message has a field. */
type FieldPlace = 'query' | 'header' | 'cookie' | 'response header'

export interface Secrets {
  /** Fields that are secret whatever their names. They are masked, and so are their values anywhere else. */
  readonly fields: readonly RequestField[]
  /** Further secret values. */
  readonly values?: readonly string[] | undefined
  /** Whether 64 hexadecimal digits, in lower case, are secret. Each request may have such a signature, too many to list. */
  readonly isDigest?: ((hex: string) => boolean) | undefined
  /** What the contract says about fields; without it they go by their names. */
  readonly contract?: {
    /** Fields that a security scheme claims: they are secret whatever their names. */
    readonly claimed: readonly RequestField[]
    /** Whether a field is a plain part of messages: then it is not secret by its name. */
    isDeclared(name: string, place: FieldPlace): boolean
  }
}

/**
 * Replaces secrets by `***` in everything that is shown.
 *
 * A value is found as it is, percent-encoded, form-encoded, as a JSON string, with HTML references, in quoted-printable, in
 * hexadecimal, as a list of bytes and in base64, alone or within a longer text. These codings may be mixed and nested. If a value of 8 or more characters does
 * not look like a word, it is also found in other capitals, wrapped over several lines, and if only its beginning or its
 * end (12 or more characters) is there. A value of fewer than 4 characters is not masked.
 *
 * Fields such as `Authorization` and `X-Foo-Token` are masked by their names, see {@link isSecretName}, unless the contract
 * describes them as plain parameters of requests or headers of responses. `Authorization` and `Cookie` always are.
 */
export class Redaction {
  readonly #secrets: Secrets
  readonly #needles: SecretNeedles
  readonly #values: ReadonlySet<string>
  readonly #names: ReadonlySet<string>

  constructor(secrets: Secrets) {
    const { fields, values = [], contract } = secrets
    this.#secrets = secrets
    this.#values = new Set([...secretsOf(fields), ...values])
    this.#needles = new SecretNeedles([...this.#values])
    this.#names = new Set([...fields, ...(contract?.claimed ?? [])].map(([name, , place]) => keyOf(name, place)))
  }

  /** A redaction that also masks the values that a request carries under secret names. */
  withSecretsOf(request: HttpRequest): Redaction {
    const fields = requestFields(request).filter(([name, , place]) => this.#isSecretName(name, place))
    const values = secretsOf(fields).filter((value) => !WORD.test(value) && !this.#values.has(value))
    if (values.length === 0) return this
    return new Redaction({ ...this.#secrets, values: [...(this.#secrets.values ?? []), ...values] })
  }

  /** A text without secrets. */
  text(text: string): string {
    if (this.#isIdle) return text
    // A lone surrogate has no bytes in UTF-8.
    if (!text.isWellFormed())
      return text
        .split(/(\p{Cs})/u)
        .map((part, index) => (index % 2 === 0 ? this.text(part) : part))
        .join('')
    const bytes = utf8Text(text)
    const masked = this.#masked(bytes)
    return masked === bytes ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(textBytes(masked))
  }

  /** Bytes without secrets; the same object if there is nothing to mask. */
  bytes(bytes: Uint8Array): Uint8Array {
    if (this.#isIdle) return bytes
    const text = byteText(bytes)
    const masked = this.#masked(text)
    return masked === text ? bytes : textBytes(masked)
  }

  #headers(headers: HeaderList, place: FieldPlace): HeaderList {
    return headers.map(([name, value]) => [
      this.text(name),
      value !== '' && this.#isSecretName(name, place) ? MASK : this.text(value),
    ])
  }

  /** Path and query of a request without secrets. */
  target(target: string): string {
    return this.text(
      target.replace(/([?&])([^&=]*)=([^&]+)/g, (pair, mark: string, name: string) =>
        this.#isSecretName(decodedName(name), 'query') ? `${mark}${name}=${MASK}` : pair,
      ),
    )
  }

  request(request: HttpRequest): HttpRequest {
    return {
      ...request,
      target: this.target(request.target),
      headers: this.#headers(request.headers, 'header'),
      ...(request.body && { body: this.bytes(request.body) }),
    }
  }

  response(response: HttpResponse): HttpResponse {
    return { ...response, headers: this.#headers(response.headers, 'response header'), body: this.bytes(response.body) }
  }

  get #isIdle(): boolean {
    return this.#needles.isEmpty && this.#secrets.isDigest === undefined
  }

  #isSecretName(name: string, place: FieldPlace = 'header'): boolean {
    if (isCredentialName(name) || this.#names.has(keyOf(name, place))) return true
    return isSecretName(name) && !this.#secrets.contract?.isDeclared(name, place)
  }

  /** Masks a text in which each character is a byte. */
  #masked(bytes: string): string {
    const { isDigest } = this.#secrets
    const ranges = unescapedViews(bytes).flatMap((view) => {
      const digests = isDigest ? [...view.text.matchAll(DIGEST)].filter(([hex]) => isDigest(hex.toLowerCase())) : []
      return [
        ...this.#needles.rangesIn(view),
        ...digests.map(({ index, 0: hex }) => view.inOriginal(index, index + hex.length)),
      ]
    })
    let text = ''
    let copied = 0
    for (const [start, end] of merged(ranges)) {
      text += bytes.slice(copied, start) + MASK
      copied = end
    }
    return copied === 0 ? bytes : text + bytes.slice(copied)
  }
}

/** Names of headers are case-insensitive; names of cookies and query parameters are not. */
const keyOf = (name: string, place: FieldPlace = 'header'): string =>
  place === 'header' || place === 'response header' ? name.toLowerCase() : `${place} ${name}`

/** Sorts ranges and joins those that overlap. */
function merged(ranges: readonly Range[]): Range[] {
  const sorted = ranges.toSorted(([a], [b]) => a - b)
  const result: [start: number, end: number][] = []
  for (const [start, end] of sorted) {
    const last = result.at(-1)
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end)
    else result.push([start, end])
  }
  return result
}
