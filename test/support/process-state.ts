import { afterAll, expect } from 'vitest'

/** Things of a process that a test could change for the files that come after it in the same worker. */
const processState = () => ({
  fetch: globalThis.fetch,
  date: globalThis.Date,
  setTimeout: globalThis.setTimeout,
  write: process.stdout.write,
  folder: process.cwd(),
  environment: { ...process.env },
})

const before = processState()

// A file that fails here belongs to those in vitest.config.ts that have a process of their own.
afterAll(() => expect(processState(), 'a test left this process changed').toEqual(before))
