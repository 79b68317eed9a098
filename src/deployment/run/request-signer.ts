import { type HttpRequest, MASK, type RequestField, withFields } from '../../http/index.ts'

/** Access key and secret key of an account (AK/SK). */
export interface AccessKey {
  readonly ak: string
  readonly sk: string
}

/** Credentials that are no field to be carried: each request gets its own, over its very bytes. */
export interface RequestSigner {
  /**
   * The request with its signature, as it leaves.
   *
   * @param time milliseconds since 1970
   * @param isWrong signs with a secret key that is not the account's
   */
  sign(request: HttpRequest, time: number, isWrong: boolean): HttpRequest
  /** Whether a request carries the signature that it should, whatever its date. */
  isSigned(request: HttpRequest): boolean
  /** What must not be shown wherever it stands. */
  readonly secrets: readonly string[]
  /** Whether 64 hexadecimal digits are a signature that was made. */
  isSignature(hex: string): boolean
}

/** The headers of a signature, as they are shown: a signature is good for one request and a few minutes. */
export const SIGNATURE_FIELDS: readonly RequestField[] = [
  ['X-Sdk-Date', MASK],
  ['Authorization', MASK],
]

/** A request that will be signed, as it is shown. */
export const withSignatureFields = (request: HttpRequest): HttpRequest => withFields(request, SIGNATURE_FIELDS)
