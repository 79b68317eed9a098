// `node run-suites.mjs` runs what is in suites/ by Vitest, and prints what became of each test, by file and name.
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startVitest } from 'vitest/node'

const vitest = await startVitest('test', [], {
  config: false,
  root: fileURLToPath(new URL('suites', import.meta.url)),
  include: ['*.ts'],
  watch: false,
  reporters: [{}],
  // The suites share what they load.
  isolate: false,
  fileParallelism: false,
})
const files = {}
for (const module of vitest.state.getTestModules()) {
  const tests = {}
  files[basename(module.moduleId, '.ts')] = { errors: messagesOf(module.errors()), tests }
  for (const test of module.children.allTests()) {
    const { state, errors, note } = test.result()
    const annotations = test.annotations().map(({ type, message }) => `${type}: ${message}`)
    tests[test.fullName] = { state, messages: messagesOf(errors), note, annotations }
  }
}
await vitest.close()
process.stdout.write(JSON.stringify(files))

function messagesOf(errors) {
  return (errors ?? []).map(({ message }) => message)
}
