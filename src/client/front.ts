import type { HttpRequest } from '../http/index.ts'
import { serveMock } from '../mock/loopback/index.ts'
import type { MockReply } from '../mock/responder/index.ts'
import { UsageError } from '../report/results/index.ts'
import type { Via } from './client-call.ts'

/** Where a client meets the mock. */
export interface Front {
  readonly baseUrl: string
  close(): Promise<void>
}

export type Handle = (request: HttpRequest) => MockReply

/** A host that is nowhere (RFC 6761, 6.4): what msw does not see does not arrive. */
const NOWHERE = 'http://fgs-contract.invalid'

/** Throws UsageError if msw cannot be used. */
export const openFront = (via: Via, handle: Handle): Promise<Front> =>
  via === 'msw' ? openMsw(handle) : openLoopback(handle)

async function openLoopback(handle: Handle): Promise<Front> {
  const { origin, close } = await serveMock({ handle })
  return { baseUrl: origin, close }
}

let fronts = 0

async function openMsw(handle: Handle): Promise<Front> {
  const [{ setupServer }, { http }, { carryOut, readRequest }] = await Promise.all([
    import('msw/node'),
    import('msw'),
    import('../mock/msw/index.ts'),
  ]).catch((error: unknown) => {
    throw new UsageError(
      `via msw needs the package msw 2.10 or newer: install it, or use loopback (${error instanceof Error ? error.message : error}).`,
    )
  })
  // Each its own, so that what comes late to an earlier one is not taken for a request of the next call.
  const baseUrl = `${NOWHERE}:${1024 + (fronts++ % 60_000)}`
  const server = setupServer(
    http.all(`${baseUrl}/*`, async ({ request }) => {
      const { pathname, search } = new URL(request.url)
      return carryOut(handle(await readRequest(request, pathname + search)), request.signal)
    }),
  )
  server.listen({ onUnhandledRequest: 'bypass' })
  return { baseUrl, close: async () => server.close() }
}
