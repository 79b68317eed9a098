import type { Contract, OAuthFlow, SecurityScheme } from '../../contract/model/index.ts'
import { isSuccess, type Transport } from '../../http/index.ts'
import { isObject, jsonIn } from '../../json/index.ts'
import type { OAuthSecrets } from '../../options/index.ts'
import { UsageError } from '../../report/results/index.ts'
import { schemesOf } from './given-tokens.ts'
import type { Target } from './target.ts'
import type { PlanningOptions } from './verification-options.ts'

/** The embedded mock, before it has a port: it takes any token, so that none is fetched. */
export const EMBEDDED = { origin: 'http://localhost', basePath: '' } as const

/** What the embedded mock is told, and asks for. */
export const EMBEDDED_TOKEN = 'token-of-the-embedded-mock'

const UTF8 = new TextEncoder()

/** Where a token comes from: the scheme that it is for, and what is sent for it. */
export interface TokenRequest {
  readonly scheme: string
  readonly flow: OAuthFlow
  readonly secrets: OAuthSecrets
  /** Whole, with the origin that the secrets go to. */
  readonly url: URL
}

/**
 * The tokens to fetch by the flows of the document, a request each. Secrets go to the target, or to the token URL that the
 * user names, and nowhere else. Throws UsageError, which repeats no secret.
 */
export function tokenRequests(
  contract: Contract,
  credentials: NonNullable<PlanningOptions['credentials']>,
  target: Pick<Target, 'origin' | 'basePath'>,
): readonly TokenRequest[] {
  return Object.entries(credentials).map(([name, secrets]) => {
    const scheme = schemesOf(contract).find((candidate) => candidate.name === name)
    const flow = flowOf(name, scheme, secrets)
    return { scheme: name, flow, secrets, url: tokenUrl(name, flow, secrets, target) }
  })
}

function flowOf(name: string, scheme: SecurityScheme | undefined, { username }: OAuthSecrets): OAuthFlow {
  if (scheme === undefined) throw new UsageError(`credentials.${name}: no operation asks for such a security scheme.`)
  if (scheme.type !== 'oauth2')
    throw new UsageError(
      `credentials.${name}: its type is ${scheme.type}, not oauth2; give a token with --token ${name}=….`,
    )
  const grant = username === undefined ? 'client_credentials' : 'password'
  const flow = scheme.flows?.find((candidate) => candidate.grant === grant)
  if (flow) return flow
  throw new UsageError(
    `credentials.${name}: the document has no flow for ${grant === 'password' ? 'a password' : 'client credentials'}; give a token with --token ${name}=….`,
  )
}

function tokenUrl(
  name: string,
  flow: OAuthFlow,
  secrets: OAuthSecrets,
  { origin, basePath }: Pick<Target, 'origin' | 'basePath'>,
): URL {
  const written = secrets.tokenUrl ?? flow.tokenUrl
  const base = `${origin}${basePath}/`
  const url = URL.canParse(written, base) ? new URL(written, base) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new UsageError(`credentials.${name}: its token URL is no http or https URL; give one as tokenUrl.`)
  if (secrets.tokenUrl === undefined && url.origin !== origin)
    throw new UsageError(
      `credentials.${name}: the token URL of the document is ${url.origin}${url.pathname}, which is not the target; give it as tokenUrl to send secrets there.`,
    )
  return url
}

/** How the token of each scheme is fetched. The transport for an origin is opened for one token, and closed. */
export function tokenSources(
  requests: readonly TokenRequest[],
  openTransport: (origin: string) => Transport,
): { readonly [scheme: string]: () => Promise<string> } {
  const fetchOne = async (request: TokenRequest): Promise<string> => {
    const transport = openTransport(request.url.origin)
    try {
      return await fetchToken(request, transport)
    } finally {
      await transport.close()
    }
  }
  return Object.fromEntries(requests.map((request) => [request.scheme, () => fetchOne(request)]))
}

/** What must not be shown wherever it stands. */
export const secretsOf = (requests: readonly TokenRequest[]): readonly string[] =>
  requests.flatMap(({ secrets: { clientSecret, password } }) =>
    [clientSecret, password].filter((text) => text !== undefined),
  )

/**
 * Fetches a token (RFC 6749, 4.3.2 and 4.4.2); the client is named by Basic if it has a secret (2.3.1). Rejects with
 * UsageError, which repeats no secret and nothing of the answer but its status and its error code.
 */
async function fetchToken({ scheme, flow, secrets, url }: TokenRequest, transport: Transport): Promise<string> {
  const { clientId, clientSecret, username, password, scope } = secrets
  const form = new URLSearchParams({ grant_type: flow.grant })
  for (const [name, value] of Object.entries({ username, password, scope }))
    if (value !== undefined) form.set(name, value)
  if (clientId !== undefined && clientSecret === undefined) form.set('client_id', clientId)
  const basic = clientId !== undefined && clientSecret !== undefined ? [basicField(clientId, clientSecret)] : []
  const outcome = await transport.send({
    method: 'POST',
    target: url.pathname + url.search,
    headers: [['content-type', 'application/x-www-form-urlencoded'], ['accept', 'application/json'], ...basic],
    body: UTF8.encode(form.toString()),
  })
  const where = `the token for ${scheme} could not be fetched from ${url.origin}${url.pathname}`
  if (outcome.kind === 'fault') throw new UsageError(`${where}: ${outcome.fault.message}`)
  const { status, body } = outcome.response
  const answer = jsonIn(new TextDecoder().decode(body))
  const token = isObject(answer) ? answer.access_token : undefined
  if (isSuccess(status) && typeof token === 'string' && token !== '') return token
  const code =
    isObject(answer) && typeof answer.error === 'string' && /^[a-z_]{1,40}$/.test(answer.error)
      ? ` (${answer.error})`
      : ''
  throw new UsageError(`${where}: it answered ${status}${code}${isSuccess(status) ? ', without access_token' : ''}.`)
}

const encoded = (text: string): string => new URLSearchParams([['', text]]).toString().slice(1)

const basicField = (id: string, secret: string): readonly [string, string] => [
  'authorization',
  `Basic ${Buffer.from(`${encoded(id)}:${encoded(secret)}`).toString('base64')}`,
]
