import { type Browser, chromium } from 'playwright-core'
import { isExecutable, programPath } from './programs.ts'

/** `CHROME_PATH`, or the first Chromium on the path; undefined if there is none: then tests are skipped. */
export function chromiumPath(): string | undefined {
  const { CHROME_PATH } = process.env
  return CHROME_PATH && isExecutable(CHROME_PATH)
    ? CHROME_PATH
    : programPath('chromium', 'chromium-browser', 'google-chrome')
}

/** A browser that speaks to nobody unasked. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath() ?? '',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })
