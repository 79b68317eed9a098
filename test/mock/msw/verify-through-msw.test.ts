import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bundled, createHandlers, createMock } from '../../../src/entries/mocks.ts'
import type { HttpResponse as Answer, HeaderList, HttpRequest } from '../../../src/http/index.ts'
import { run } from '../../support/in-memory.ts'
import { bundledPlan } from '../../support/verify.ts'

const ORIGIN = 'https://deployment.test'

/** What the platform's own fetch gives for a request; undefined where it makes no such request. */
async function fetched({ method, target, headers, body }: HttpRequest): Promise<Answer | undefined> {
  let request: Request
  try {
    request = new Request(ORIGIN + target, {
      method,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
      body: body ? new Uint8Array(body) : null,
    })
  } catch {
    return undefined
  }
  const response = await fetch(request)
  return {
    status: response.status,
    headers: [...response.headers],
    body: new Uint8Array(await response.arrayBuffer()),
  }
}

const NOT_SENT: Answer = { status: 501, headers: [], body: new Uint8Array() }

const CREDENTIALS: HeaderList = [['X-Auth-Token', 'secret']]

describe('the mock behind msw', () => {
  it('keeps its contract, as far as a deployment can be tested from outside', async () => {
    const mock = createMock(bundled(), { journal: 10_000, credentials: CREDENTIALS })
    const leftOver: string[] = []
    const others = http.all('*', ({ request }) => {
      leftOver.push(new URL(request.url).pathname)
      return HttpResponse.text('', { status: 404 })
    })
    const server = setupServer(...createHandlers(mock), others)
    server.listen({ onUnhandledRequest: 'error' })
    onTestFinished(() => server.close())

    const notSent: string[] = []
    const send = async (request: HttpRequest): Promise<Answer> => {
      const response = await fetched(request)
      if (!response) notSent.push(request.method)
      return response ?? NOT_SENT
    }
    const { report, transport } = await run(send, { plan: bundledPlan({}, true, 10), credentials: CREDENTIALS })

    expect(report.findings).toEqual([])
    expect(report.summary.verdict).toBe('pass')
    // Nothing that a client can send leads there.
    const untested = report.constraints.filter(({ state }) => state === 'untested')
    expect(untested.filter(({ id }) => !/ response\.(?:404|500) /.test(id))).toEqual([])
    expect(report.constraints.filter(({ state }) => state === 'held')).toHaveLength(59)
    // A method that fetch refuses, and paths with an empty segment, which are no longer the contract's.
    expect(notSent).toEqual(['TRACE'])
    expect(leftOver.map((path) => path.includes('//'))).toEqual([true, true])
    expect(mock.journal).toHaveLength(transport.requests.length - notSent.length - leftOver.length)
    // fetch writes these in another way, or leaves them out.
    const came = new Set(mock.journal.map(({ request }) => request.target))
    const changed = transport.requests
      .map(({ target }) => target)
      .filter((target) => !came.has(target) && !target.includes('//'))
    expect(changed).toEqual([])
  })
})
