import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createHtmlReporter } from '../../../src/report/reporters/html-reporter.ts'
import type { Report } from '../../../src/report/results/index.ts'
import { chromiumPath, launchChromium } from '../../support/chromium.ts'
import { everyRun, failReport, hostileReport, knownReport, passReport, render } from '../../support/reports.ts'

const write = (ended: Report): string => render(createHtmlReporter(), ended)

/** Text that runs in a page that takes it for markup, and says so in its title. */
const ATTACK = [
  '</pre></code></details></main><script>document.title = "run"</script>',
  '<img src=x onerror="document.title=\'run\'">',
  '"><svg onload=document.title="run">',
  '</title></style><script>document.title = "run"</script>',
  '<a href="javascript:document.title=\'run\'">x</a><!--',
].join('')

/** Asked of a page: each colour of text with the one behind it. Pages have types of their own, so it is a text. */
const COLOURS = `[...document.querySelectorAll('body *')].flatMap((element) => {
  const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '')
  if (!isText || element.closest('script, style, thead, caption') !== null) return []
  let behind = element
  while (getComputedStyle(behind).backgroundColor === 'rgba(0, 0, 0, 0)') behind = behind.parentElement
  return [getComputedStyle(element).color + ' on ' + getComputedStyle(behind).backgroundColor]
})`

describe.skipIf(chromiumPath() === undefined)('in a browser (skipped if there is no Chromium)', () => {
  let browser: Browser
  let folder: string

  beforeAll(async () => {
    browser = await launchChromium()
    folder = mkdtempSync(join(tmpdir(), 'html-report-'))
  })

  afterAll(async () => {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Opens a report from its file, as people do; says what the page complained about or asked for. */
  async function open(
    ended: Report,
    options: BrowserContextOptions = {},
  ): Promise<{ readonly page: Page; readonly noise: readonly string[] }> {
    const file = join(folder, 'report.html')
    writeFileSync(file, write(ended))
    const context = await browser.newContext(options)
    onTestFinished(() => context.close())
    const page = await context.newPage()
    const noise: string[] = []
    page.on('console', (message) => noise.push(message.text()))
    page.on('pageerror', (error) => noise.push(String(error)))
    page.on('dialog', (dialog) => noise.push(dialog.message()))
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) noise.push(request.url())
    })
    await page.goto(pathToFileURL(file).href)
    return { page, noise }
  }

  const widthOf = (page: Page): Promise<unknown> => page.evaluate('document.documentElement.scrollWidth')
  const PHONE = { width: 360, height: 740 }

  test.each(Object.entries(everyRun))('is quiet, and fits a phone: %s', async (_, make) => {
    const { page, noise } = await open(make(), { viewport: PHONE })
    // What is folded has a width too.
    await page.evaluate(`for (const one of document.querySelectorAll('details')) one.open = true`)
    expect(await widthOf(page)).toBe(PHONE.width)
    expect(await page.title()).toMatch(/^(?:PASS|FAIL|INCONCLUSIVE): /)
    expect(noise).toEqual([])
  })

  test('shows the verdict, each finding, and every constraint in a table', async () => {
    const { page } = await open(failReport())
    expect(await page.locator('.verdict').innerText()).toMatch(/^FAIL 5 errors, 1 advisory; 64 requests/)
    expect(await page.locator('.finding').count()).toBe(6)
    expect(await page.getByRole('table').getByRole('row').count()).toBe(1 + failReport().constraints.length)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('FunctionGraph 2.0')
    const states = await page.locator('.state').allInnerTexts()
    expect([...new Set(states)]).toEqual(['broken', 'untested', 'held', 'implied'])
  })

  test('marks what is known', async () => {
    const { page } = await open(knownReport())
    expect(await page.locator('.finding .label').allInnerTexts()).toEqual(Array(6).fill('known'))
    expect(await page.locator('.finding').first().innerText()).toContain(
      'known until 2026-12-31: To be mended in release 8.',
    )
  })

  test('stands request and response side by side where there is room, else below each other', async () => {
    const { page } = await open(failReport())
    const boxes = async () => {
      const [request, response] = await page.locator('.finding').first().locator('.pair section').all()
      return [await request?.boundingBox(), await response?.boundingBox()]
    }
    const [left, right] = await boxes()
    expect(left?.y).toBe(right?.y)
    expect(left?.x).toBeLessThan(right?.x ?? 0)
    await page.setViewportSize(PHONE)
    const [above, below] = await boxes()
    expect(above?.x).toBe(below?.x)
    expect(above?.y).toBeLessThan(below?.y ?? 0)
  })

  test('is dark where all is dark, and has contrast in both', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open(failReport(), { colorScheme })
      const pairs = await page.evaluate<string[]>(COLOURS)
      const ratios = [...new Set(pairs)].map((pair): [string, number] => {
        const [one = 0, other = 0] = pair.split(' on ').map(luminance)
        return [pair, (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)]
      })
      expect(ratios.length).toBeGreaterThan(5)
      // WCAG 2.2, 1.4.3.
      expect(ratios.filter(([, ratio]) => ratio < 4.5)).toEqual([])
      const background = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor')
      expect(luminance(background) > 0.5).toBe(colorScheme === 'light')
    }
  })

  test('copies a snippet', async () => {
    const { page, noise } = await open(failReport())
    const snippet = page.locator('.snippet').first()
    await snippet.getByRole('button', { name: 'Copy' }).click()
    await expect.poll(() => snippet.getByRole('button').innerText()).toMatch(/^(?:Copied|Selected)$/)
    const selected = await page.evaluate('getSelection().toString()')
    expect(selected).toBe(failReport().findings[1]?.witness.curl)
    expect(noise).toEqual([])
  })

  test('can be read without a script', async () => {
    const { page } = await open(failReport(), { javaScriptEnabled: false })
    expect(await page.locator('.verdict').innerText()).toContain('FAIL')
    expect(await page.getByRole('button').count()).toBe(0)
  })

  test('runs nothing of what came from elsewhere', async () => {
    const { page, noise } = await open(hostileReport(ATTACK))
    expect(await page.title()).toMatch(/^FAIL: /)
    expect(await page.locator('img, a[href^=javascript]').count()).toBe(0)
    expect(await page.locator('script').count()).toBe(1)
    // A body stands there as it came.
    expect(await page.locator('.finding pre').first().innerText()).toContain('<script>document.title = "run"</script>')
    expect(noise).toEqual([])
  })

  test('would not run it even if it got in', async () => {
    const attack = '<script>document.title = "run"</script><img src="x" onerror="document.title = \'run\'">'
    const file = join(folder, 'broken.html')
    writeFileSync(file, write(passReport()).replace('<main>', `<main>${attack}`))
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(pathToFileURL(file).href)
    expect(await page.locator('img').count()).toBe(1)
    expect(await page.title()).toBe('PASS: FunctionGraph 2.0')
  })
})

/** Relative luminance (WCAG 2.2) of `rgb(1, 2, 3)`. */
function luminance(color: string): number {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((text) => {
    const value = Number(text) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
