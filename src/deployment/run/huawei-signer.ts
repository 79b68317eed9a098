import { createHash } from 'node:crypto'
import { type HttpRequest, headerValue, headerValues, withFields, withoutFields } from '../../http/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { canonicalTarget } from './canonical-target.ts'
import { type AccessKey, type RequestSigner, SIGNATURE_FIELDS } from './request-signer.ts'

/** A gateway goes by these, so nobody should change them underway: the project, and the token of a temporary key. */
const SIGNED_TOO = ['X-Project-Id', 'X-Domain-Id', 'X-Security-Token']

/**
 * Signs as the vendor's own package does (`SDK-HMAC-SHA256 Access=…, SignedHeaders=…, Signature=…`), over the request as
 * it is: the package hashes a body that it writes from a value itself, and encodes escapes once more, so both are given
 * to it as the algorithm has them. Of headers it signs the host, the date, and those that say who is asking; others may
 * be malformed on purpose. Rejects with UsageError if the package, an optional peer, is not installed.
 *
 * Source: Huawei Cloud, API Request Signing Guide, "API Signature Authentication Mechanism".
 *
 * @returns the signer for an origin: scheme, host and port, without a final slash
 */
export async function loadHuaweiSigner({ ak, sk }: AccessKey): Promise<(origin: string) => RequestSigner> {
  const { AKSKSigner } = await import('@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner.js').catch(() => {
    throw new UsageError(
      'a signature by access key needs a package that is not installed: npm install --save-dev @huaweicloud/huaweicloud-sdk-core',
    )
  })

  /** Path, query and body are given as they are to be signed. */
  class WireSigner extends AKSKSigner {
    protected static override CanonicalURI(path?: string): string | undefined {
      return path
    }
    protected static override CanonicalQueryString({ url }: { readonly url: string }): string {
      return url
    }
    protected static override buildPayloadHash({ data }: { readonly data?: Uint8Array }): string {
      return createHash('sha256')
        .update(data ?? '')
        .digest('hex')
    }
  }

  return (origin) => {
    const { host } = new URL(origin)
    const signatures = new Set<string>()
    const credential = (secret: string) => ({
      getAk: () => ak,
      getSk: () => secret,
      processAuthRequest: () => Promise.reject(new Error('not asked for')),
      processAuthParams: () => Promise.reject(new Error('not asked for')),
    })

    function authorization(request: HttpRequest, date: string, secret: string): string {
      const { path, query } = canonicalTarget(request.target)
      const more = SIGNED_TOO.flatMap((name) => {
        const value = headerValue(request.headers, name)
        return value === undefined ? [] : [[name, value.trim()]]
      })
      const signed = WireSigner.sign(
        {
          method: request.method,
          endpoint: origin + path,
          url: query,
          headers: {
            host: headerValue(request.headers, 'host') ?? host,
            'X-Sdk-Date': date,
            ...Object.fromEntries(more),
          },
          data: request.body,
        },
        credential(secret),
      )
      if (!('Authorization' in signed) || typeof signed.Authorization !== 'string')
        throw new Error('the signer gave no signature')
      return signed.Authorization
    }

    return {
      secrets: [ak, sk],
      isSignature: (hex) => signatures.has(hex),
      sign(request, time, isWrong) {
        const date = `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`
        const plain = withoutFields(request, SIGNATURE_FIELDS)
        const value = authorization(plain, date, isWrong ? `wrong ${sk}` : sk)
        signatures.add(value.slice(-64))
        return withFields(plain, [
          ['X-Sdk-Date', date],
          ['Authorization', value],
        ])
      },
      isSigned(request) {
        const [date, ...moreDates] = headerValues(request.headers, 'X-Sdk-Date')
        if (date === undefined || moreDates.length > 0 || !/^\d{8}T\d{6}Z$/.test(date)) return false
        const [signature, ...more] = headerValues(request.headers, 'Authorization')
        return more.length === 0 && signature === authorization(withoutFields(request, SIGNATURE_FIELDS), date, sk)
      },
    }
  }
}
