import { chromiumPath } from './chromium.ts'
import { programPath } from './programs.ts'
import { isSuiteHere } from './schema-suite.ts'

interface Tool {
  readonly name: string
  readonly isHere: boolean
  /** The tests that are skipped without it, and how to get it. */
  readonly note: string
}

/** What tests use besides the packages of this project. A test whose tool is missing is skipped. */
const tools = (): readonly Tool[] => [
  {
    name: 'the JSON Schema test suite',
    isHere: isSuiteHere,
    note: 'no generator is tested against it. Clone github.com/json-schema-org/JSON-Schema-Test-Suite, and set JSON_SCHEMA_TEST_SUITE to its folder.',
  },
  {
    name: 'Chromium',
    isHere: chromiumPath() !== undefined,
    note: 'no page is opened (npm run test:slow). Install it, or set CHROME_PATH.',
  },
  {
    name: 'openssl',
    isHere: programPath('openssl', 'openssl.exe') !== undefined,
    note: 'TLS is not tested. Install it.',
  },
  {
    name: 'curl',
    isHere: programPath('curl', 'curl.exe') !== undefined,
    note: 'curl lines are not run. Install it.',
  },
  {
    name: 'python3',
    isHere: programPath('python3', 'python3.exe') !== undefined,
    note: 'no client in Python is verified. Install it.',
  },
]

/** Says after the run, once, what was skipped and why. */
export function setup(): () => void {
  const missing = tools().filter(({ isHere }) => !isHere)
  return () => {
    if (missing.length === 0) return
    const lines = missing.map(({ name, note }) => `  ${name}: ${note}`)
    console.warn(`Some tests were skipped, because this machine lacks what they use:\n${lines.join('\n')}\n`)
  }
}
