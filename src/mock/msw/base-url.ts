import type { Contract, Operation } from '../../contract/model/index.ts'

/** Where paths of a contract begin. */
export interface BaseUrl {
  /** `https://example.com`; undefined for any. */
  readonly origin: string | undefined
  /** Empty, or without a slash at its end. */
  readonly path: string
}

/** Reads `https://example.com/api` or `/api`. Throws TypeError for anything else. */
export function parseBaseUrl(text: string): BaseUrl {
  const isPath = text === '' || (text.startsWith('/') && !text.startsWith('//'))
  const url = isPath ? new URL(text, ANY) : URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.search !== '' || url.hash !== '')
    throw new TypeError(`baseUrl ${JSON.stringify(text)} is no base URL; give https://example.com/api, or /api.`)
  return { origin: isPath ? undefined : url.origin, path: url.pathname.replace(/\/+$/, '') }
}

/** The base paths of the servers of some operations, at any origin. */
export function basesOf(contract: Contract, operations: readonly Operation[]): BaseUrl[] {
  const servers = operations.flatMap((operation) =>
    operation.servers.length > 0 ? operation.servers : contract.servers,
  )
  const paths = servers.flatMap((server) =>
    URL.canParse(server, ANY) ? [new URL(server, ANY).pathname.replace(/\/+$/, '')] : [],
  )
  return [...new Set(paths.length > 0 ? paths : [''])].map((path) => ({ origin: undefined, path }))
}

/** Path and query of a URL behind a base; undefined if it is elsewhere. */
export function targetBelow(base: BaseUrl, text: string): string | undefined {
  const { origin, pathname, search } = new URL(text)
  if (base.origin !== undefined && base.origin !== origin) return undefined
  return pathname.startsWith(`${base.path}/`) ? pathname.slice(base.path.length) + search : undefined
}

const ANY = 'http://localhost'
