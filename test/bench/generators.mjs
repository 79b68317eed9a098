// How this generator and others do on the JSON Schema test suite, and how many values they give in a second. The test
// runner measures it, as the reader of the suite is written in TypeScript.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Rows of the table, with the columns' names first, and a note if the suite is not here. */
export function generatorRows() {
  const directory = mkdtempSync(join(tmpdir(), 'fgs-contract-bench-'))
  const file = join(directory, 'table.json')
  try {
    const vitest = join(root, 'node_modules/vitest/vitest.mjs')
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [vitest, 'run', 'test/bench/generators-table.slow.test.ts'],
      { cwd: root, encoding: 'utf8', env: { ...process.env, GENERATORS_TABLE: file } },
    )
    if (status !== 0) throw new Error(`the generators could not be measured:\n${stdout}${stderr}`)
    const { suite, table } = JSON.parse(readFileSync(file, 'utf8'))
    const note = suite ? '' : 'The JSON Schema test suite is not here: JSON_SCHEMA_TEST_SUITE names its folder.\n'
    const rows = table.map(({ generator, valid, invalid, refused, perSecond, ...more }) => [
      generator,
      String(valid),
      String(invalid),
      String(refused),
      String(more['of nothing']),
      `${perSecond.values} (${(perSecond.valid * 100).toFixed(0)}% valid, ${(perSecond.bytes / 1e6).toFixed(1)} MB)`,
    ])
    const columns = ['generator', '100 valid', 'some invalid', 'refused', 'of unsatisfiable', 'answers a second']
    return { note, rows: [columns, ...rows] }
  } finally {
    rmSync(directory, { recursive: true })
  }
}
