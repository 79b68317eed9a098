import { proxyFor } from '../../deployment/run/index.ts'
import { UsageError } from '../../report/results/index.ts'

/** The proxy that the environment names for an origin. Throws UsageError, which does not repeat its password. */
export function readProxy(origin: string, env: Readonly<Record<string, string | undefined>>): string | undefined {
  const proxy = proxyFor(origin, env)
  if (proxy === undefined || isUsable(proxy)) return proxy
  throw new UsageError(
    'HTTP_PROXY or HTTPS_PROXY is not an http or https URL; write it whole, or list the host in NO_PROXY.',
  )
}

function isUsable(proxy: string): boolean {
  try {
    const { protocol, username, password } = new URL(proxy)
    decodeURIComponent(username + password)
    return protocol === 'http:' || protocol === 'https:'
  } catch {
    return false
  }
}
