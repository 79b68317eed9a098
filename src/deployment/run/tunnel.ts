import { Socket } from 'node:net'
import { rootCertificates } from 'node:tls'
import type { buildConnector } from 'undici'
import { TransportError } from './fault-of.ts'
import { parseProxy } from './proxy.ts'
import { wholeUndici } from './undici.ts'

/** Connects to an https origin through a proxy (RFC 9110, 9.3.6: CONNECT). */
export interface Tunnel {
  readonly connect: buildConnector.connector
  close(): Promise<void>
}

/**
 * @param proxy a URL as `proxyFor` gives it
 * @param secure makes the TLS connection within the tunnel
 */
export function createTunnel(
  proxy: string,
  secure: buildConnector.connector,
  options: { readonly timeoutMs: number; readonly ca?: string | Buffer },
): Tunnel {
  const { origin, host, authorization } = parseProxy(proxy)
  const { Pool } = wholeUndici()
  const pool = new Pool(origin, {
    headersTimeout: options.timeoutMs,
    connectTimeout: options.timeoutMs,
    // A private authority may sign the origin, a public one the proxy.
    connect: options.ca === undefined ? {} : { ca: [...rootCertificates, options.ca] },
  })
  const connect: buildConnector.connector = (target, callback) => {
    const authority = `${target.hostname.includes(':') ? `[${target.hostname}]` : target.hostname}:${target.port || '443'}`
    const headers =
      authorization === undefined ? { host: authority } : { host: authority, 'proxy-authorization': authorization }
    pool.connect({ path: authority, headers }).then(
      ({ socket, statusCode }) => {
        if (statusCode === 200 && socket instanceof Socket) return secure({ ...target, httpSocket: socket }, callback)
        socket.on('error', () => {}).destroy()
        callback(
          new TransportError('refused', `The proxy ${host} answered ${statusCode} to CONNECT ${authority}.`),
          null,
        )
      },
      (error: unknown) => {
        const reason = error instanceof Error && 'code' in error ? String(error.code) : 'error'
        callback(new TransportError('refused', `No connection through the proxy ${host} (${reason}).`), null)
      },
    )
  }
  return { connect, close: () => pool.destroy() }
}
