import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { build, type Rolldown } from 'vite'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { chromiumPath, launchChromium } from '../../support/chromium.ts'
import { root } from '../../support/project-files.ts'

const PAGE = fileURLToPath(new URL('page/mocked-page.ts', import.meta.url))

/** What the page loads, by path. */
type Files = ReadonlyMap<string, string>

let files: Files
/** What of Node the page would load, by the bundler's own account. */
let missing: readonly string[]

beforeAll(async () => {
  const chunks = await bundle()
  files = filesOf(chunks)
  missing = chunks.flatMap(({ imports, moduleIds }) => [
    ...imports,
    ...moduleIds.filter((id) => /browser-external|^node:/.test(id)),
  ])
})

/** The page and all that it imports, as a user's own build makes it. */
async function bundle(): Promise<Rolldown.OutputChunk[]> {
  const built = await build({
    configFile: false,
    logLevel: 'silent',
    root: join(root, 'test/mock/msw/page'),
    build: {
      write: false,
      rolldownOptions: { input: PAGE, output: { entryFileNames: 'page.js' } },
    },
  })
  const outputs: Rolldown.RolldownOutput[] = 'on' in built ? [] : [built].flat()
  return outputs.flatMap(({ output }) => output.filter((one) => one.type === 'chunk'))
}

const filesOf = (chunks: readonly Rolldown.OutputChunk[]): Files =>
  new Map([
    ...chunks.map(({ fileName, code }): [string, string] => [`/${fileName}`, code]),
    ['/', '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>'],
    ['/mockServiceWorker.js', readFileSync(join(root, 'node_modules/msw/lib/mockServiceWorker.js'), 'utf8')],
  ])

/** A server that knows nothing of the contract: what of it is answered, the page answers. */
async function serve(): Promise<{ readonly origin: string; readonly asked: readonly string[] }> {
  const asked: string[] = []
  const server = createServer(({ url = '/' }, outgoing) => {
    asked.push(url)
    const text = files.get(url)
    const type = url === '/' ? 'text/html' : 'text/javascript'
    outgoing.writeHead(text === undefined ? 404 : 200, { 'content-type': type }).end(text)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return { origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`, asked }
}

async function open(origin: string): Promise<Page> {
  const browser = await launchChromium()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  await page.goto(origin)
  await page.waitForFunction(async () => (await Reflect.get(globalThis, 'mocked')) !== undefined)
  return page
}

interface Fetched {
  readonly status: number
  readonly contentType: string | null
  readonly body: unknown
}

const post = (page: Page, url: string, body: string, prefer = ''): Promise<Fetched> =>
  page.evaluate(
    async ([url, body, prefer]) => {
      const headers = { 'content-type': 'application/json', ...(prefer !== '' && { prefer }) }
      const response = await fetch(url, { method: 'POST', headers, body })
      return {
        status: response.status,
        contentType: response.headers.get('content-type'),
        body: await response.json(),
      }
    },
    [url, body, prefer] as const,
  )

describe('a page in a browser', () => {
  test('loads nothing of Node', () => {
    expect(missing).toEqual([])
    expect(files.get('/page.js')?.includes('startSyncWorkflowExecution')).toBe(true)
  })

  test('is answered by the contract', async ({ skip }) => {
    if (chromiumPath() === undefined) return skip('no Chromium is here: install one, or name it by CHROME_PATH')
    const { origin, asked } = await serve()
    const page = await open(origin)
    const run = '/v2/p/fgs/workflows/w/sync-executions'

    expect(await post(page, run, '{"input":{}}')).toMatchObject({
      status: 200,
      contentType: 'application/json',
      body: { execution_id: expect.any(String), status: 'success' },
    })
    for (const [url, body] of [
      [run, '{}'],
      [run, '{'],
      [run.replace('/p/', `/${'x'.repeat(65)}/`), '{"input":{}}'],
    ] as const)
      expect(await post(page, url, body)).toMatchObject({
        status: 400,
        contentType: 'application/json',
        body: { error_code: expect.any(String), error_msg: expect.any(String) },
      })
    expect(await post(page, `https://functiongraph.test${run}`, '{"input":{}}', 'code=500')).toMatchObject({
      status: 500,
      body: { error_code: 'FSS.0500' },
    })
    // Nothing of the contract reached the server, and what is not of it did.
    expect(asked.filter((url) => url.startsWith('/v2/'))).toEqual([])
    expect(await page.evaluate(async () => (await fetch('/other')).status)).toBe(404)
    expect(asked).toContain('/other')
  })
})
