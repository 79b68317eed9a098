import type { Contract } from '../../contract/model/index.ts'
import type { TokenSource } from '../../options/index.ts'
import { createTransport } from '../run/index.ts'
import { EMBEDDED, EMBEDDED_TOKEN, secretsOf, tokenRequests, tokenSources } from './oauth-tokens.ts'
import type { Target } from './target.ts'
import { tlsOptions } from './tls-options.ts'
import type { VerificationOptions } from './verification-options.ts'

type Options = Pick<VerificationOptions, 'credentials' | 'proxy' | 'ca' | 'cert' | 'key'>

/**
 * Where the tokens of a run come from by the flows of OAuth, by security scheme, and the secrets that are sent for them.
 * Nothing is sent yet. Without a target, they are for the embedded mock, which takes any. Throws UsageError.
 */
export function oauthSources(
  contract: Contract,
  options: Options,
  target: Target | undefined,
  timeoutMs: number,
): { readonly fetched: { readonly [scheme: string]: TokenSource }; readonly secrets: readonly string[] } {
  const { ca, cert, key } = tlsOptions(options)
  const requests = tokenRequests(contract, options.credentials ?? {}, target ?? EMBEDDED)
  const openTransport = (origin: string) =>
    createTransport({
      origin,
      timeoutMs,
      proxy: options.proxy,
      ca,
      // A client certificate is for the target.
      ...(origin === target?.origin && { cert, key }),
    })
  const fetched = target
    ? tokenSources(requests, openTransport)
    : Object.fromEntries(requests.map(({ scheme }) => [scheme, EMBEDDED_TOKEN]))
  return { fetched, secrets: secretsOf(requests) }
}
