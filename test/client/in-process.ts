import { vi } from 'vitest'
import type { ClientCall, ClientOptions } from '../../src/client/index.ts'
import { driveClient } from '../../src/client/index.ts'
import type { Contract } from '../../src/contract/model/index.ts'
import { carryOut, readRequest } from '../../src/mock/msw/index.ts'
import type { Report } from '../../src/report/results/index.ts'

type Handle = Parameters<Parameters<typeof driveClient>[3]['open']>[0]

/** The mocks that clients can reach now, by the host of their base URL. */
const fronts = new Map<string, Handle>()
let opened = 0

/** `verifyClient` without a socket: while it runs, `fetch` is answered in this process. */
export async function verifyInProcess(contract: Contract, call: ClientCall, options: ClientOptions): Promise<Report> {
  vi.stubGlobal('fetch', fetchInProcess)
  try {
    return await driveClient(contract, call, options, {
      open: async (handle) => {
        const host = `front-${opened++}.invalid`
        fronts.set(host, handle)
        return { baseUrl: `http://${host}`, close: async () => void fronts.delete(host) }
      },
    })
  } finally {
    vi.unstubAllGlobals()
  }
}

/** As the platform's, which writes the URL and the headers its own way before they are sent. */
async function fetchInProcess(input: string | URL | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init)
  const { host, pathname, search } = new URL(request.url)
  const handle = fronts.get(host)
  if (!handle) throw new TypeError(`nothing is served at ${host}`)
  return carryOut(handle(await readRequest(request, pathname + search)), request.signal)
}
