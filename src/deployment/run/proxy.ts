import { credentialsApart } from '../../http/index.ts'

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' }

/**
 * The proxy that the usual variables name for an origin: `https_proxy` (for https, else `http_proxy`) and `http_proxy`,
 * unless `no_proxy` lists the host, a parent domain, either with a port, or `*`. Lower case wins over upper case, as in
 * undici's EnvHttpProxyAgent. Loopback never goes through a proxy, since the proxy's own loopback is another one.
 *
 * @returns a URL, which may hold a user name and a password; undefined if none applies
 */
export function proxyFor(origin: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const { protocol, hostname, port } = new URL(origin)
  if (isLoopback(hostname)) return undefined
  const http = env.http_proxy ?? env.HTTP_PROXY
  const proxy = protocol === 'https:' ? (env.https_proxy ?? env.HTTPS_PROXY) || http : http
  if (!proxy || isExempt(hostname, port || DEFAULT_PORTS[protocol], env.no_proxy ?? env.NO_PROXY ?? ''))
    return undefined
  return proxy.includes('://') ? proxy : `http://${proxy}`
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(?:\.\d+){3}$/.test(hostname)

function isExempt(hostname: string, port: string | undefined, list: string): boolean {
  return list.split(/[,\s]+/).some((entry) => {
    if (entry === '*') return true
    const match = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase())
    const name = match?.[1]?.replace(/^\*?\./, '')
    if (!name || (match?.[2] !== undefined && match[2] !== port)) return false
    return hostname === name || hostname.endsWith(`.${name}`)
  })
}

/** A proxy's URL taken apart. Throws TypeError for anything but http and https. */
export function parseProxy(proxy: string): {
  readonly origin: string
  readonly host: string
  readonly authorization?: string
} {
  const url = URL.canParse(proxy) ? new URL(proxy) : undefined
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:')
    throw new TypeError('The proxy must be given as an http:// or https:// URL.')
  const { authorization } = credentialsApart(proxy)
  return { origin: url.origin, host: url.host, ...(authorization !== undefined && { authorization }) }
}
