import { byteText, textBytes, utf8Text } from './byte-text.ts'
import type { HeaderList, HttpRequest, HttpResponse } from './message.ts'
import { decodedName, type RequestField, requestFields } from './request-field.ts'
import { type Range, SecretNeedles } from './secret-needles.ts'
import { isSecretName, secretsOf } from './secrets.ts'
import { unescapedViews } from './unescaped.ts'

/** What stands in place of a secret. */
export const MASK = '***'

/** Nobody has said that it is secret, and in a sentence it may stand for itself: `wrong`. */
const WORD = /^[a-z]{1,7}$/i
/** SHA-256 in hexadecimal. */
const DIGEST = /[0-9a-f]{64}/gi

export interface Secrets {
  /** Whatever their names: their values are masked wherever they stand, their fields whole. */
  readonly fields: readonly RequestField[]
  /** Further values. */
  readonly values?: readonly string[] | undefined
  /** Whether 64 hexadecimal digits, in small letters, are secret: of those there may be as many as requests. */
  readonly isDigest?: ((hex: string) => boolean) | undefined
}

/**
 * Takes secrets out of what is shown, and puts `***` in their place. A value is found as it is, percent-encoded, as in a
 * form, in a string of JSON, with the references of HTML, in hexadecimal and in base64, alone or within a longer one; in
 * mixtures of these, and in several layers of them. One of 8 characters that is like no word is found in whatever
 * capitals, over the ends of lines, and if only 12 or more characters of its beginning or its end are there. One of
 * less than 4 characters is left.
 *
 * By their names are masked fields such as `Authorization` and `X-Foo-Token`, see {@link isSecretName}.
 */
export class Redaction {
  readonly #secrets: Secrets
  readonly #needles: SecretNeedles
  readonly #values: ReadonlySet<string>
  readonly #names: ReadonlySet<string>

  constructor(secrets: Secrets) {
    const { fields, values = [] } = secrets
    this.#secrets = secrets
    this.#values = new Set([...secretsOf(fields), ...values])
    this.#needles = new SecretNeedles([...this.#values])
    this.#names = new Set(fields.map(([name, , place]) => keyOf(name, place)))
  }

  /** The same, and what a request carries under names that are secret. */
  withSecretsOf(request: HttpRequest): Redaction {
    const fields = requestFields(request).filter(([name, , place]) => this.#isSecretName(name, place))
    const values = secretsOf(fields).filter((value) => !WORD.test(value) && !this.#values.has(value))
    if (values.length === 0) return this
    return new Redaction({ ...this.#secrets, values: [...(this.#secrets.values ?? []), ...values] })
  }

  text(text: string): string {
    if (this.#isIdle) return text
    // Half a character has no bytes.
    if (!text.isWellFormed())
      return text
        .split(/(\p{Cs})/u)
        .map((part, index) => (index % 2 === 0 ? this.text(part) : part))
        .join('')
    const bytes = utf8Text(text)
    const masked = this.#masked(bytes)
    return masked === bytes ? text : new TextDecoder('utf-8', { ignoreBOM: true }).decode(textBytes(masked))
  }

  /** Bytes without a secret are given back themselves. */
  bytes(bytes: Uint8Array): Uint8Array {
    if (this.#isIdle) return bytes
    const text = byteText(bytes)
    const masked = this.#masked(text)
    return masked === text ? bytes : textBytes(masked)
  }

  headers(headers: HeaderList): HeaderList {
    return headers.map(([name, value]) => [
      this.text(name),
      value !== '' && this.#isSecretName(name) ? MASK : this.text(value),
    ])
  }

  /** The path and query of a request. */
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
      headers: this.headers(request.headers),
      ...(request.body && { body: this.bytes(request.body) }),
    }
  }

  response(response: HttpResponse): HttpResponse {
    return { ...response, headers: this.headers(response.headers), body: this.bytes(response.body) }
  }

  get #isIdle(): boolean {
    return this.#needles.isEmpty && this.#secrets.isDigest === undefined
  }

  #isSecretName(name: string, place?: RequestField[2]): boolean {
    return isSecretName(name) || this.#names.has(keyOf(name, place))
  }

  /** A text whose characters are bytes, masked. */
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

/** Only names of headers are the same in any capitals. */
const keyOf = (name: string, place: RequestField[2] = 'header'): string =>
  place === 'header' ? name.toLowerCase() : `${place} ${name}`

/** Ranges in order; those that overlap are one. */
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
