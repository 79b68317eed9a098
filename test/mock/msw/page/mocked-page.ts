import { setupWorker } from 'msw/browser'
import { bundled, createHandlers, createMock } from '../../../../src/entries/mocks.ts'

/** What the page is, before it fetches anything: every request of the contract is answered within the browser. */
export const mock = createMock(bundled(), { mode: 'example' })

Object.assign(globalThis, { mock, mocked: setupWorker(...createHandlers(mock)).start({ quiet: true }) })
